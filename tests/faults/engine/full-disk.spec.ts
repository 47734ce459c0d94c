import assert from "node:assert/strict";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sh, succeeds } from "../../support/command";
import { converges, undisturbed } from "../../support/engine/clean";
import { FIRST } from "../../support/engine/network";
import { Running } from "../../support/engine/running";
import { it } from "../../support/kernel";
import { Stack } from "../../support/stack";

describe("a state that can no longer be written", function () {
  this.timeout(480_000);
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-full-disk");
  });

  after(() => stack.remove());

  // Pulumi tries each of several writes for half a minute.
  it("fails the up; a new state finds by its marks what was made", async () => {
    const program = stack.program(FIRST, "program", "{}");
    const network = await undisturbed(stack, program);
    const folder = join(stack.folder, "small");
    mkdirSync(folder);
    sh(`mount -n -t tmpfs -o size=2m tmpfs ${folder}`);
    try {
      cpSync(join(stack.folder, "state"), folder, { recursive: true });
      const small = stack.with({ PULUMI_BACKEND_URL: `file://${folder}?metadata=skip` });
      const running = new Running(small, "up", program);
      await running.afterSteps(2);
      const filler = join(folder, "filler");
      assert.ok(!succeeds(["dd", "if=/dev/zero", `of=${filler}`, "bs=4k"]), "the disk is not full");
      const { exitCode, text } = await running.ended;
      assert.notEqual(exitCode, 0);
      assert.match(text, /no space left on device/);
      rmSync(filler);
      // What is left of the file, and of its backup, may be half of it.
      rmSync(join(folder, ".pulumi"), { recursive: true });
      await small.init();
      await converges(small, program, network);
      await small.run("destroy", program);
    } finally {
      sh(`umount -n --lazy ${folder}`);
    }
  });
});
