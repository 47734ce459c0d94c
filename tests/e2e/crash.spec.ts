import assert from "node:assert/strict";
import { existsSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { converges, recorded, undisturbed } from "../support/engine/clean";
import { FIRST } from "../support/engine/network";
import { gone, killAll } from "../support/engine/processes";
import { Running } from "../support/engine/running";
import { slow } from "../support/engine/slow-program";
import { it } from "../support/kernel";
import { Stack } from "../support/stack";

const ATTRIBUTES = "state/.pulumi/stacks/linuxnet-crash/dev.json.attrs";

describe("after a crash", function () {
  let stack: Stack;
  let program: string;
  let network: string | undefined;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-crash");
    program = stack.program(FIRST, "program", "{}");
    network ??= await undisturbed(stack, program);
  });

  afterEach(() => stack.remove());

  /** Kills the CLI once so many steps are done, and waits for the end of what it started. */
  async function killCli(of: Stack, steps: number): Promise<void> {
    const running = new Running(of, "up", program);
    await running.afterSteps(steps);
    running.signal("SIGKILL");
    const { exitCode } = await running.ended;
    assert.equal(exitCode, undefined, "it had ended");
    await gone("provider", 5000);
    await gone("program", 5000);
    killAll("language host");
  }

  it("of the CLI the stack is locked, pulumi cancel unlocks it, and the next up ends the work", async () => {
    await killCli(stack, 3);
    assert.match(await stack.fail("up", program), /the stack is currently locked by 1 lock/);
    await stack.cancel();
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });

  it("of a CLI that writes its state at the end only, the next up finds what was made", async () => {
    const lazy = stack.with({ PULUMI_SKIP_CHECKPOINTS: "true" });
    await killCli(lazy, 6);
    await stack.cancel();
    assert.deepEqual(await recorded(stack), { names: [], pending: 0 });
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });

  it("that empties the attributes beside the state, the state is read again without them", async () => {
    const plain = stack.with({ PULUMI_BACKEND_URL: `file://${join(stack.folder, "state")}` });
    await plain.run("up", program);
    const file = join(stack.folder, ATTRIBUTES);
    truncateSync(file);
    assert.match(await plain.fail("up", program), /failed to load checkpoint: .*EOF/);
    rmSync(file);
    await converges(plain, program, network);
    await plain.run("destroy", program);
    rmSync(file);
    await stack.run("up", program);
    await stack.run("destroy", program);
    assert.ok(!existsSync(file), "?metadata=skip writes none");
  });

  it("or none, an up that was cancelled and goes on does not disturb a second one", async () => {
    const fast = slow("ip", "-batch", 0.5);
    try {
      const first = new Running(stack, "up", program);
      await first.beginning("create br0");
      await stack.cancel();
      const second = new Running(stack, "up", program);
      await Promise.all([first.ended, second.ended]);
    } finally {
      fast();
    }
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });
});
