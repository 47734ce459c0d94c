import { rmSync } from "node:fs";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { makeCable } from "./cable";
import { sh, succeeds } from "./command";
import { foreignForwarding, makeForeign, removeForeign } from "./foreign";
import { owner } from "./owner";
import { forgetAll, removeAll } from "./made";
import { assertSame, snapshot, withoutSwitches } from "./snapshot";
import { until } from "./until";
import { type Standing, standingOf, wipe } from "./wipe";

export { until } from "./until";

/*
 * For every test of a spec that imports this: afterwards the kernel is byte for byte as before it, with foreign links,
 * routes, chains and rules among it.
 */

/** Commands that take away what a test made by hand, last first. */
const cleanups: (() => unknown)[] = [];

/** Does something that linuxnet did not do, until the end of the test. */
export function byHand(line: string, place?: string, undo?: string): void {
  sh(line, place);
  if (undo !== undefined) cleanups.push(() => succeeds(undo.split(" "), place));
}

/** A namespace that linuxnet did not make, until the end of the test. */
export function foreignNamespace(name: string): string {
  byHand(`ip netns add ${name}`, undefined, `ip netns delete ${name}`);
  sh("ip link set lo up", name);
  return name;
}

/** The cable out0, out1, until the end of the test. */
export function linksByHand(place?: string): void {
  byHand("true", place, "ip link del out0");
  makeCable(place);
}

/** Two namespaces that stand through all tests. */
export const [RED, BLUE] = ["red", "blue"];

/** Where a resource of one place is tried: in the host's own network, and in a namespace. */
export const PLACES: { where: string; place: string | undefined }[] = [
  { where: "on the host", place: undefined },
  { where: "in a namespace", place: RED },
];

/** A table of which each row is tried in one place, and only the first in every one. */
export function rowsFor<Row>(place: string | undefined, rows: readonly Row[]): readonly Row[] {
  return place === undefined ? rows : rows.slice(0, 1);
}

const OBSERVED = PLACES.map(({ place }) => place);

/** The kernel before a test: what the one before it left, which was compared. */
let start: string | undefined;
const untouched = new Map<string | undefined, Standing>();

before("set out namespaces and canaries", async () => {
  for (const name of [RED, BLUE]) {
    sh(`ip netns add ${name}`);
    sh("ip link set lo up", name);
  }
  for (const place of OBSERVED) makeForeign(place);
  foreignForwarding("-A", OBSERVED);
  for (const place of [...OBSERVED, BLUE, "wan"]) untouched.set(place, standingOf(place));
  const uplink = (): string => sh("ip address show dev enp0s1") + sh("ip address show dev eth0", "wan");
  await until(() => !/tentative|state DOWN/.test(uplink()), "the lab's uplink");
});

/** A test, after which the kernel is as before it: mocha's own `it` with that said in the test itself. */
export function it(title: string, body: () => Promise<void>): void {
  globalThis.it(title, async () => {
    const before = (start ??= await snapshot());
    try {
      await body();
      await removeAll();
      undoAll();
      start = undefined;
      await assertAsBefore(before);
      start = before;
    } catch (error) {
      forgetAll();
      undoAll();
      wipe(untouched);
      rmSync("/etc/netns", { recursive: true, force: true });
      if (forwardedBy === "nobody") foreignForwarding("-D", OBSERVED);
      throw error;
    }
  });
}

/**
 * Fails unless the kernel is as before. Only a switch may have stayed on, for the rules of others; it goes back with the
 * next removal once these are gone.
 */
async function assertAsBefore(before: string): Promise<void> {
  const left = await snapshot();
  if (left === before || forwardedBy === "nobody") return assertSame(left, before);
  assertSame(withoutSwitches(left), withoutSwitches(before));
  foreignForwarding("-D", OBSERVED);
  for (const place of OBSERVED) await firewallOf(localHost).apply(place, { owner: owner("nobody"), chains: [] });
  foreignForwarding("-A", OBSERVED);
  assertSame(await snapshot(), before);
}

/** Whose rules in FORWARD and nat may need the switches: those of others among the canaries, or nobody's. */
let forwardedBy: "others" | "nobody" = "others";

/** For the tests of a suite nobody else's rules stand in FORWARD or nat, so that the switches go back with the last resource. */
export function withoutForeignRules(): void {
  before("take out foreign rules", () => {
    foreignForwarding("-D", OBSERVED);
    [forwardedBy, start] = ["nobody", undefined];
  });
  after("put them back", () => {
    foreignForwarding("-A", OBSERVED);
    [forwardedBy, start] = ["others", undefined];
  });
}

function undoAll(): void {
  for (const undo of cleanups.splice(0).reverse()) undo();
}

after("take them in", () => {
  foreignForwarding("-D", OBSERVED);
  for (const place of OBSERVED) removeForeign(place);
  for (const name of [RED, BLUE]) sh(`ip netns delete ${name}`);
});
