import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Standing } from "../support/faults/standing-topology";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";
import { count } from "../support/figures";

const CYCLES = sized(100, 5);

/** What a process and a machine run out of. */
function held(): object {
  const files = readdirSync("/proc/self/fd").length;
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n").length;
  return { files, mounts, names: readdirSync("/run/netns"), run: readdirSync("/run") };
}

describe("over and over", () => {
  it(`all kinds come and go ${CYCLES} times without a trace: no file, mount, name or lock is left`, async () => {
    const standing = new Standing();
    // What is loaded and made once: modules, and the lock's file.
    await standing.renew();
    await standing.remove();
    const before = held();
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await standing.up();
      await standing.remove();
      count("made anew at once", true);
    }
    assert.deepEqual(held(), before);
  });
});
