import assert from "node:assert/strict";
import { setTimeout as passed } from "node:timers/promises";
import { succeeds } from "../support/command";
import { converges, recorded, undisturbed } from "../support/engine/clean";
import { FIRST } from "../support/engine/network";
import { gone, killAll, processesOf } from "../support/engine/processes";
import { Running } from "../support/engine/running";
import { slow } from "../support/engine/slow-program";
import { it } from "../support/kernel";
import { MODE } from "../support/mode";
import { Stack } from "../support/stack";

describe("a signal while a command runs", function () {
  let stack: Stack;
  let program: string;
  let network: string | undefined;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-signals");
    program = stack.program(FIRST, "program", "{}");
    network ??= await undisturbed(stack, program);
  });

  afterEach(() => stack.remove());

  /** An `up` whose first commands sleep before they act; those that come after do not. */
  async function inTheMiddle(seconds = 1.5): Promise<Running> {
    const fast = slow("ip", "-batch", seconds);
    try {
      const running = new Running(stack, "up", program);
      while (processesOf("slow program").length === 0) await passed(20);
      return running;
    } finally {
      fast();
    }
  }

  it("may be one Ctrl-C: what was begun is recorded, and a destroy finds all of it", async () => {
    const running = await inTheMiddle();
    running.signal("SIGINT", "group");
    const { exitCode, text } = await running.ended;
    assert.notEqual(exitCode, 0, text);
    const { names, pending } = await recorded(stack);
    // The plugin takes back what it has begun.
    assert.ok((MODE === "plugin" || names.length > 0) && names.length < 9, names.join());
    assert.equal(pending, 0);
    await stack.run("destroy", program);
  });

  it("may be two Ctrl-C: the next up ends the work", async () => {
    const running = await inTheMiddle();
    running.signal("SIGINT", "group");
    await passed(300);
    running.signal("SIGINT", "group");
    const { exitCode, text } = await running.ended;
    assert.notEqual(exitCode, 0, text);
    await gone("provider", 5000);
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });

  it("may be a SIGTERM of the provider: the next up ends the work", async () => {
    const running = await inTheMiddle();
    // One that the engine has asked for its name alone may not have ended yet.
    assert.ok(killAll("provider", "SIGTERM") > 0);
    const { exitCode, text } = await running.ended;
    assert.notEqual(exitCode, 0, text);
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });

  it("may kill the CLI and the provider: a command goes on, and the next up waits for it", async () => {
    const running = await inTheMiddle(4);
    running.signal("SIGKILL");
    assert.ok(killAll("provider") > 0);
    await running.ended;
    await stack.cancel();
    assert.notEqual(processesOf("slow program").length, 0, "no command goes on");
    assert.ok(!succeeds(["flock", "--nonblock", "/run/linuxnet.lock", "true"]), "the machine is not locked");
    await converges(stack, program, network);
    await stack.run("destroy", program);
  });
});
