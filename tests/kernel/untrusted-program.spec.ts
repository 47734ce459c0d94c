import assert from "node:assert/strict";
import { chmodSync, copyFileSync, rmSync } from "node:fs";
import { findProgram } from "../../provider/host/programs";
import { sh } from "../support/command";

/* A lab has mounts of its own: what stands in the place of a program here does so nowhere else. */
describe("a program that others may write", () => {
  it("is not run", () => {
    const program = "/run/ss";
    copyFileSync("/bin/true", program);
    chmodSync(program, 0o777);
    sh(`mount --bind ${program} ${sh("readlink -f /bin/ss").trim()}`);
    try {
      assert.throws(() => findProgram("ss"), /\/ss is not run: expected a file that only root may write, .* mode 777$/);
    } finally {
      sh(`umount ${sh("readlink -f /bin/ss").trim()}`);
      rmSync(program);
    }
    assert.match(findProgram("ss"), /\/ss$/);
  });
});
