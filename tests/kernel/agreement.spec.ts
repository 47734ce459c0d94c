import assert from "node:assert/strict";
import fc from "fast-check";
import { localHost } from "../../provider/host/local-host";
import { dumpView } from "../support/agreement/dump-view";
import { makeAtOnce, type Sample } from "../support/agreement/made-at-once";
import { makePlaces, removePlaces } from "../support/agreement/world-by-hand";
import { RIGHT } from "../support/arbitraries/kinds";
import type { Places } from "../support/arbitraries/world";
import { SEED } from "../support/arbitraries/seed";
import "../support/lab";
import { type AnyKind, checked, type Inputs, specOf } from "../support/plan";

/** How many groups of how many resources are made of each kind: 10,000 in all. The kernel has no say in a service's words, nor in a claim. */
const GROUPS: Record<Exclude<AnyKind, "service" | "reachable">, [groups: number, size: number]> = {
  namespace: [4, 100],
  vethPair: [8, 200],
  bridge: [4, 200],
  route: [8, 475],
  masquerade: [8, 200],
  portForward: [9, 200],
  firewallRule: [8, 200],
  sysctl: [8, 8],
  rule: [2, 50],
  qdisc: [4, 2],
  vxlan: [4, 25],
  containerNetwork: [1, 40],
  container: [1, 20],
  containerSet: [1, 10],
};

/** What the kernel can hold once in a place. */
function keysOf({ kind, wanted }: Sample): string[] {
  const { name, namespace, peer, bridge } = wanted as unknown as Inputs & { peer?: Inputs };
  if (kind === "containerNetwork") return [`${String(namespace)}/${String(bridge)}`];
  if (kind === "vethPair" || kind === "bridge" || kind === "vxlan") {
    return [{ name, namespace }, ...(peer ? [peer] : [])].map((end) => `${String(end.namespace)}/${String(end.name)}`);
  }
  return [
    ["namespace", "route", "sysctl", "rule", "qdisc", "container", "containerSet"].includes(kind)
      ? specOf(kind).id(wanted)
      : `${String(namespace)}/${wanted.owner}`,
  ];
}

/** The namespace that it makes, if it makes one. */
function namespaceOf({ kind, wanted }: Sample): string[] {
  if (kind === "containerSet") {
    const { name, containers } = wanted as unknown as { name: string; containers: object };
    return Object.keys(containers).map((key) => `${name}-${key}`);
  }
  const isOne = kind === "namespace" || (kind === "container" && (wanted as unknown as Inputs).network !== "host");
  return isOne ? [specOf(kind).id(wanted)] : [];
}

/** A group of resources that can stand side by side, and beside what is taken. */
function drawGroup(kind: AnyKind, places: Places, size: number, seed: number, taken: Set<string>): Sample[] {
  const samples: Sample[] = [];
  const draw = fc.sample(RIGHT[kind](places), { seed, numRuns: size * 2 });
  for (const { given } of draw) {
    const owner = samples.length.toString(16).padStart(16, "0");
    const sample = { kind, given, wanted: specOf(kind).complete(checked(kind, { ...given, owner })) };
    const keys = keysOf(sample);
    if (samples.length === size || keys.some((key) => taken.has(key))) continue;
    keys.forEach((key) => taken.add(key));
    samples.push(sample);
  }
  assert.equal(samples.length, size, "too few that differ");
  return samples;
}

/** What the kernel refused, and what it tells otherwise. */
async function disagreements(samples: readonly Sample[]): Promise<object[]> {
  const refused = await makeAtOnce(samples);
  const view = dumpView(localHost);
  const found = await Promise.all(
    samples.map(async (sample) => {
      const { kind, given, wanted } = sample;
      const refusal = refused.get(sample);
      if (refusal) return { kind, given, refused: refusal.message };
      const seen = await specOf(kind).observe(wanted, view);
      try {
        assert.deepEqual(seen?.state, wanted);
        assert.deepEqual([seen.owner, seen.drift], [wanted.owner, []]);
        return undefined;
      } catch (error) {
        return { kind, given, seen, wanted, error: (error as Error).message };
      }
    }),
  );
  return found.filter((it) => it !== undefined);
}

describe("check and kernel", () => {
  const made: string[] = [];

  // All to the end: while the kernel clears up a namespace it makes others wait.
  after(() => removePlaces(made));

  for (const [kind, [groups, size]] of Object.entries(GROUPS) as [AnyKind, [number, number]][]) {
    it(`agree on ${groups * size} generated inputs of a ${kind}`, async () => {
      const taken = new Set<string>();
      for (let group = 0; group < groups; group++) {
        const places = [`${kind}-a${group}`, `${kind}-b${group}`] as const;
        const samples = drawGroup(kind, places, size, SEED + group, taken);
        makePlaces(places);
        made.push(...places, ...samples.flatMap(namespaceOf));
        const found = await disagreements(samples);
        assert.deepEqual(found.slice(0, 3), [], `${found.length} of group ${group}`);
      }
    });
  }
});
