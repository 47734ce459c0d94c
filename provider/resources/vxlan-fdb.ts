import { isDeepStrictEqual } from "node:util";
import { type FdbEntry, FLOODED } from "../iproute2/fdb";
import type { Step } from "./spec";

/** A MAC that is known to be behind a host. */
export interface VxlanEntry {
  mac: string;
  remote: string;
}

/**
 * What a program says of a VXLAN interface's forwarding database. An entry has no mark, but its interface has one: what is
 * static there and not declared contradicts the program. Of a list that is not declared nobody looks at the entries, which
 * a control plane may keep; and nobody ever does at what is learned, or taught (`extern_learn`).
 */
export interface Fdb {
  /** Whither frames to all, and to unknown MACs, go. */
  remotes?: string[];
  entries?: VxlanEntry[];
}

interface Holder extends Fdb {
  name: string;
  namespace?: string;
}

/**
 * The lines of bridge(8) from what stands to what is declared: new entries come before old ones go. With a list that is no
 * longer declared go the entries that it had.
 */
export function fdbSteps(wanted: Holder, before: Fdb, standing: readonly FdbEntry[]): Step[] {
  const { name, namespace } = wanted;
  const step = (verb: string, { mac, remote, beyond }: FdbEntry): Step => ({
    tool: "bridge",
    namespace,
    words: ["fdb", verb, mac, "dev", name, "dst", remote, ...beyond, "self", ...(verb === "del" ? [] : ["permanent"])],
  });
  const all = declared(wanted);
  const concerns = { remotes: wanted.remotes ?? before.remotes, entries: wanted.entries ?? before.entries };
  const missing = all.filter((it) => !holds(standing, it));
  // What has a MAC goes to one host alone: the new one takes the old one's place.
  const isReplaced = ({ mac }: FdbEntry): boolean => mac !== FLOODED && all.some((it) => it.mac === mac);
  const gone = standing.filter((it) => isOf(concerns, it) && !holds(all, it) && !isReplaced(it));
  return [
    ...missing.map((it) => step(it.mac === FLOODED ? "append" : "replace", it)),
    ...gone.map((it) => step("del", it)),
  ];
}

/** What stands of the lists that are declared, in their order, and the entries that no list can say. */
export function observedFdb(wanted: Fdb, standing: readonly FdbEntry[]): { state: Fdb; drift: string[] } {
  const ours = standing.filter((it) => isOf(wanted, it));
  const all = declared(wanted);
  const plain = ours.filter(({ beyond }) => beyond.length === 0);
  const ordered = [...all.filter((it) => holds(plain, it)), ...plain.filter((it) => !holds(all, it))];
  const { remotes, entries } = toldFdb(ordered);
  return {
    state: { ...(wanted.remotes && { remotes }), ...(wanted.entries && { entries }) },
    drift: ours.filter(({ beyond }) => beyond.length > 0).map((it) => `${entryText(it)} stands, too`),
  };
}

/** Entries as lists. */
export function toldFdb(entries: readonly FdbEntry[]): Required<Fdb> {
  return {
    remotes: entries.filter(({ mac }) => mac === FLOODED).map(({ remote }) => remote),
    entries: entries.filter(({ mac }) => mac !== FLOODED).map(({ mac, remote }) => ({ mac, remote })),
  };
}

/** Lists in the order of others, where they say the same. */
export function likenedFdb({ remotes, entries }: Fdb, standing: Fdb): Fdb {
  return {
    ...(remotes && { remotes: likened(remotes, standing.remotes) }),
    ...(entries && { entries: likened(entries, standing.entries) }),
  };
}

export function entryText({ mac, remote, beyond }: FdbEntry): string {
  return [mac, "dst", remote, ...beyond].join(" ");
}

function likened<Item>(some: Item[], others: Item[] = []): Item[] {
  const has = (all: readonly Item[], item: Item): boolean => all.some((it) => isDeepStrictEqual(it, item));
  return some.length === others.length && some.every((it) => has(others, it)) ? others : some;
}

function declared({ remotes = [], entries = [] }: Fdb): FdbEntry[] {
  return [
    ...remotes.map((remote) => ({ mac: FLOODED, remote, beyond: [] })),
    ...entries.map(({ mac, remote }) => ({ mac, remote, beyond: [] })),
  ];
}

function holds(entries: readonly FdbEntry[], entry: FdbEntry): boolean {
  return entries.some((it) => isDeepStrictEqual(it, entry));
}

/** Whether an entry is of a list that is declared. */
function isOf({ remotes, entries }: Fdb, { mac }: FdbEntry): boolean {
  return (mac === FLOODED ? remotes : entries) !== undefined;
}
