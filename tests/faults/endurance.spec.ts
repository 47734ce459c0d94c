import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { assertLooks, dump } from "../support/faults/dump";
import { NEIGHBOURHOODS } from "../support/faults/places";
import { Standing } from "../support/faults/standing-topology";
import { topologyIn } from "../support/faults/topology";
import { it } from "../support/faults/world";
import { sized } from "../support/size";
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
    const all = NEIGHBOURHOODS.map(({ place }) => new Standing(topologyIn(place)));
    // What is loaded and made once: modules, and the lock's file.
    for (const standing of all) {
      await standing.up();
      await standing.remove();
    }
    const [before, none] = [held(), await dump()];
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const standing = all[cycle % all.length] as Standing;
      await standing.up();
      await standing.remove();
      await assertLooks(none);
      count("made anew at once", true);
    }
    assert.deepEqual(held(), before);
  });
});
