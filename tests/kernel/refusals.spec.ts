import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { LinuxnetError } from "../../provider/errors";
import { firewallOf } from "../../provider/host/firewall";
import { runSteps, StepFailure } from "../../provider/host/kernel";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import { type Typed, TYPED } from "../support/agreement/typed";
import { makePlaces, removePlaces } from "../support/agreement/world-by-hand";
import { sh } from "../support/command";
import { SEED } from "../support/arbitraries/seed";
import "../support/lab";
import { checked, type Inputs, pureLifecycle, specOf } from "../support/plan";

/** What is refused though the kernel takes it and tells it as it was said: why it is not what a program can mean. */
const POLICY: { path: string; example: string; value: RegExp; because: string }[] = [
  { path: "name", example: "-x", value: /^-/, because: "an option to ip and iptables" },
  { path: "name", example: "eth+", value: /\+/, because: "a wildcard to iptables, or nearly one" },
  { path: "name", example: ".x", value: /^\./, because: "a path under /proc/sys that is hidden or leads up" },
  {
    path: "name",
    example: "if99",
    value: /^if-?[0-9]/,
    because: "another interface's number, where none has the name",
  },
  { path: "name", example: "lo", value: /^lo$/, because: "the one that every namespace has" },
  {
    ...{ path: "addresses", example: "10.0.0.0/24", value: /^[0-9.]+\/([1-9]|[12][0-9]|30)$/ },
    because: "a network's or its broadcast address",
  },
  { path: "addresses", example: "224.0.0.3/0", value: /^(22[4-9]|23[0-9])\./, because: "a group's" },
  {
    ...{ path: "addresses", example: "::ffff:10.0.0.1/96", value: /^::(ffff:)?[0-9.]+\// },
    because: "an IPv4 address in IPv6's clothes",
  },
  { path: "gateway", example: "127.0.0.1", value: /^127\./, because: "the host itself" },
  { path: "table", example: "026", value: /^0/, because: "no table, or an octal number also to the ip that reads it" },
  {
    ...{ path: "targetAddress", example: "224.0.0.1", value: /^(0|127|224|239|255)\./ },
    because: "no other host's",
  },
];

const firewall = firewallOf(localHost);
const view = viewOf(localHost);

type Outcome = "refused" | "not typed" | "taken for something else" | "taken as said";

/** Gives the tools what check refuses. */
async function outcomeOf(spec: ResourceSpec<Owned, Owned>, wanted: Owned): Promise<Outcome> {
  try {
    await runSteps(localHost, firewall, spec.create(wanted));
  } catch (error) {
    if (error instanceof StepFailure) {
      assert.notEqual(error.reason, "timeout", error.message);
      // That says nothing of the value: the one that is there was taken.
      return error.reason === "exists" ? "taken as said" : "refused";
    }
    if (error instanceof LinuxnetError) return "not typed";
    throw error;
  }
  const seen = await spec.observe(wanted, view);
  const isAsSaid = isDeepStrictEqual(seen?.state, wanted) && seen?.drift.length === 0;
  return isAsSaid ? "taken as said" : "taken for something else";
}

/** Where one property's values are tried: what stands of them is in nothing else's way. */
function placeOf({ kind, path }: Typed): string {
  return `${kind}-${path}`;
}

async function tried(typed: Typed, value: unknown, number: number): Promise<Outcome> {
  const { kind, path, right } = typed;
  const place = kind === "namespace" ? {} : { namespace: placeOf(typed) };
  const inputs = (it: unknown): Inputs => ({
    ...{ ...place, owner: number.toString(16).padStart(16, "0") },
    ...typed.inputs(it, number),
  });
  if (value !== right) {
    const { failures } = pureLifecycle(kind).check(inputs(value));
    assert.notDeepEqual(failures, [], "check takes it");
  }
  const wanted = specOf(kind).complete({ ...checked(kind, inputs(right)), [path]: inputs(value)[path] });
  try {
    return await outcomeOf(specOf(kind), wanted);
  } finally {
    // A bridge takes long to go; they go with the namespace.
    if (kind !== "bridge") await runSteps(localHost, firewall, specOf(kind).remove(wanted)).catch(() => undefined);
  }
}

/** How many of the refused values are typed to the tools in all. */
const LEAST_TYPED = 1000;

describe("what check refuses", () => {
  let typedInAll = 0;
  const policies = new Set<string>();

  // All to the end: while the kernel clears up a namespace it makes others wait.
  before(() => makePlaces(TYPED.map(placeOf)));
  after(() => removePlaces(TYPED.map(placeOf)));

  TYPED.forEach((typed, index) => {
    const { kind, path, wrong, right, runs } = typed;
    it(`the kernel refuses, too, or takes for something else: ${path} of a ${kind}`, async () => {
      assert.equal(await tried(typed, right, index * 1000 + 999), "taken as said");
      const unexplained: unknown[] = [];
      const examples: unknown[] = POLICY.filter((it) => it.path === path).map(({ example }) => example);
      const values = new Set(examples.concat(fc.sample(wrong, { seed: SEED, numRuns: runs })));
      for (const [at, value] of [...values].entries()) {
        const outcome = await tried(typed, value, index * 1000 + at);
        if (outcome !== "not typed") typedInAll++;
        if (outcome !== "taken as said") continue;
        const policy = POLICY.find((it) => it.path === path && it.value.test(String(value)));
        if (policy) policies.add(policy.because);
        else unexplained.push(value);
      }
      assert.deepEqual(unexplained, []);
    });
  });

  it(`are ${LEAST_TYPED} values or more, with all policies among them`, () => {
    assert.ok(typedInAll >= LEAST_TYPED, String(typedInAll));
    assert.deepEqual([...policies].sort(), POLICY.map(({ because }) => because).sort());
  });

  it("is a name by which ip finds another interface", () => {
    const place = placeOf(TYPED.find(({ kind }) => kind === "route") as Typed);
    const [{ ifindex } = { ifindex: 0 }] = JSON.parse(sh("ip -j link show dev out0", place)) as { ifindex: number }[];
    sh(`ip link set dev if${ifindex} mtu 1234`, place);
    assert.match(sh("ip link show dev out0", place), / mtu 1234 /);
  });
});
