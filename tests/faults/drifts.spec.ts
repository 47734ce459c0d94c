import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { Owned } from "../../provider/resources/spec";
import { SEED } from "../support/arbitraries/seed";
import { type Place, run, sh } from "../support/command";
import { C1, composedIn } from "../support/faults/composed";
import { composedDriftsIn } from "../support/faults/composed-drifts";
import { type Drift, driftsIn } from "../support/faults/drifts";
import { dump } from "../support/faults/dump";
import { BLUE, NEIGHBOURHOODS, RED } from "../support/faults/places";
import { Standing } from "../support/faults/standing-topology";
import type { Subject } from "../support/faults/subject";
import { it } from "../support/faults/world";
import { sized } from "../support/size";
import { count } from "../support/figures";
import { topologyIn } from "../support/faults/topology";
import { drawn, numbers } from "../support/random";
import { assertSame, placedLines } from "../support/snapshot";

/** Every link with its index, which a link that is made anew does not get again. */
function indexes(): string[] {
  const made = ["ns0", C1].filter((name) => existsSync(`/run/netns/${name}`));
  const places: Place[] = [undefined, RED, BLUE, ...made];
  return places.flatMap((place) =>
    [...run(["ip", "-o", "link"], place).matchAll(/^\d+: [^@:\s]+/gm)].map(([it]) => it),
  );
}

const BARE = "bare";

describe("a drift", () => {
  for (const { place, where } of NEIGHBOURHOODS) {
    it(`of every kind of object is seen by a read and mended by one up, which touches nothing else, ${where}`, () =>
      allSeenAndMended(topologyIn(place), drawn(driftsIn(place), sized(Infinity, 5), numbers(SEED))));
  }

  it("of a container or its network is told by its part, and mended by one up, which touches nothing else", () =>
    allSeenAndMended(composedIn(BLUE), drawn(composedDriftsIn(BLUE), sized(Infinity, 2), numbers(SEED))));

  for (const flush of ["nft flush ruleset", "iptables -w -t nat -F", "iptables -w -F"]) {
    it(`by "${flush}" is mended in a namespace where nobody else has rules`, async () => {
      sh(`ip netns add ${BARE}`);
      const subjects = topologyIn(BARE).slice(4);
      const states: Owned[] = [];
      for (const subject of subjects) states.push(await subject.create(subject.first));
      const before = withoutMarkers(await dump());
      const failure = await failureOf(async () => {
        sh(flush, BARE);
        for (const [index, subject] of subjects.entries()) {
          const found = await subject.on().read(states[index] as Owned);
          assert.notDeepEqual(found?.state.drift ?? ["gone"], []);
          await subject.refreshed(states[index] as Owned, subject.first);
          await subject.assertSettled(states[index] as Owned);
        }
        assertSame(withoutMarkers(await dump()), before);
      });
      for (const [index, subject] of subjects.entries()) await subject.delete(states[index] as Owned);
      sh(`ip netns delete ${BARE}`);
      assert.equal(failure, undefined);
    });
  }
});

/** Whoever flushes all takes what the switches were before along. */
function withoutMarkers(text: string): string {
  return sorted(text.replace(/^.*LN-WAS-.*\n/gm, ""));
}

/** Counts a drift. */
async function failureOf(body: () => Promise<void>): Promise<string | undefined> {
  try {
    await body();
    count("drifts", true);
    return undefined;
  } catch (error) {
    count("drifts", false);
    return (error as Error).message;
  }
}

async function allSeenAndMended(topology: readonly Subject[], drifts: readonly Drift[]): Promise<void> {
  const standing = new Standing(topology);
  await standing.up();
  const failures: string[] = [];
  for (const drift of drifts) {
    const failure = await failureOf(() => seenAndMended(standing, drift));
    if (failure === undefined) continue;
    failures.push(`${topology[drift.of]?.kind}: ${drift.name}: ${failure}`);
    await standing.renew();
  }
  await standing.remove();
  assert.deepEqual(failures, []);
}

async function seenAndMended(standing: Standing, drift: Drift): Promise<void> {
  const [before, links] = [sorted(await dump()), indexes()];
  for (const command of drift.commands) sh(command, drift.place);
  for (const [index, { text }] of standing.topology.entries()) {
    const texts = await standing.drift(index);
    if (index === drift.of) assertTexts(texts, drift.want);
    else if (!drift.also?.includes(index)) assert.deepEqual(texts, [], `of ${text}`);
  }
  await standing.up();
  for (const index of standing.topology.keys()) assert.deepEqual(await standing.drift(index), [], "after the repair");
  assertSame(sorted(await dump()), before);
  const others = (all: string[]): string[] => all.filter((it) => !drift.remade?.test(it.replace(/^\d+: /, "")));
  assert.deepEqual(others(indexes()), others(links));
}

/** A new hook may stand above or below another of ours; the rules in a chain have their order from a read. */
function sorted(text: string): string {
  return placedLines(text).sort().join("\n");
}

/** Each pattern tells of some text, and each text is told by some pattern. */
function assertTexts(texts: string[] | undefined, want: RegExp[] | undefined): void {
  if (want === undefined || texts === undefined) return assert.deepEqual(texts, want);
  const message = `read: ${JSON.stringify(texts)}`;
  assert.ok(
    want.every((pattern) => texts.some((text) => pattern.test(text))),
    message,
  );
  assert.ok(
    texts.every((text) => want.some((pattern) => pattern.test(text))),
    message,
  );
}
