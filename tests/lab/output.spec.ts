import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

function sh(line: string): { status: number | null; stderr: string } {
  return spawnSync("bash", ["-c", line], { encoding: "utf8" });
}

describe("what linuxnet prints", () => {
  it("may be read in part", () => {
    const { status, stderr } = sh("set -o pipefail; linuxnet completion bash | true");
    assert.deepEqual([status, stderr], [0, ""]);
  });

  it("is told to be lost where it cannot be written", () => {
    const { status, stderr } = sh("linuxnet completion bash > /dev/full");
    assert.equal(status, 125);
    assert.match(stderr, /^linuxnet: cannot write: ENOSPC[^\n]*\n$/);
  });
});
