import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { Standing } from "../support/faults/standing-topology";
import { Subject } from "../support/faults/subject";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";
import { count } from "../support/figures";
import { owner } from "../support/owner";
import type { Inputs, Kind } from "../support/plan";

const CYCLES = sized(100, 5);

/** What a process and a machine run out of. */
function held(): object {
  const files = readdirSync("/proc/self/fd").length;
  const mounts = readFileSync("/proc/self/mountinfo", "utf8").split("\n").length;
  return { files, mounts, names: readdirSync("/run/netns"), run: readdirSync("/run") };
}

describe("over and over", () => {
  it(`a namespace and a pair into it are made and removed ${CYCLES} times`, async () => {
    const subjects = (
      [
        ["namespace", { name: "ns0" }],
        ["vethPair", { name: "veth0", peer: { name: "eth0", namespace: "ns0", addresses: ["10.0.0.1/24"] } }],
      ] as [Kind, Inputs][]
    ).map(([kind, given]) => new Subject(kind, { owner: owner(kind), ...given }, { owner: owner(kind), ...given }));
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      const states = [];
      for (const subject of subjects) states.push(await subject.create(subject.first));
      for (const index of [1, 0]) await subjects[index]?.delete(states[index] as never);
      count("made anew at once", true);
    }
  });

  it(`all kinds come and go ${CYCLES} times without a trace: no file, mount, name or lock is left`, async () => {
    const standing = new Standing();
    // What is loaded and made once: modules, and the lock's file.
    await standing.renew();
    await standing.remove();
    const before = held();
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      await standing.up();
      await standing.remove();
    }
    assert.deepEqual(held(), before);
    count("cycles without a leak", true);
  });
});
