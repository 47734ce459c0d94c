import { type Owner, tagOf } from "../owner";
import type { Family } from "../inputs/addresses";

export type Table = "raw" | "nat" | "filter";

/**
 * A chain that belongs to one resource, and the built-in chains that jump to it, by a new first rule or a new last one.
 * Each rule is the text after `-A CHAIN`, spelled as iptables-save prints it, so that the two compare as text.
 */
export interface Chain {
  family: Family;
  table: Table;
  name: string;
  hooks: readonly ("PREROUTING" | "FORWARD" | "OUTPUT" | "POSTROUTING")[];
  /** @default "first" */
  position?: "first" | "last";
  rules: readonly string[];
}

/** What iptables-save shows: the rules of each chain of each table. */
export type Tables = Map<Table, Map<string, string[]>>;

/** What a chain is for. The names are part of what stands on users' hosts: they never change. */
export type Part =
  /** filter: the passes through FORWARD that need ip_forward. */
  | "FWD"
  /** filter: frames between the ports of one bridge. */
  | "BR"
  /** nat: new destinations. */
  | "DNAT"
  /** nat: new sources. */
  | "SNAT"
  /** raw: keeps 127.0.0.0/8 shut to the outside while route_localnet is on. */
  | "LO";

const PREFIX = "LN-";

/** At most 28 characters, the longest name that iptables takes (XT_EXTENSION_MAXNAMELEN). */
export function chainName(part: Part, owner: Owner): string {
  return `${PREFIX}${part}-${owner}`;
}

export function isPart(name: string, part: Part): boolean {
  return name.startsWith(`${PREFIX}${part}-`);
}

/** The names of an owner's chains in a table. */
export function chainsOf(owner: Owner, chains: Iterable<string>): string[] {
  return [...chains].filter((name) => name.startsWith(PREFIX) && name.endsWith(`-${owner}`));
}

/** The owner that a chain's name tells; undefined for a chain of anybody else, and for a marker. */
export function ownerOfChain(name: string): Owner | undefined {
  return /^LN-[A-Z]+-([0-9a-f]{16})$/.exec(name)?.[1];
}

/** The rule by which a built-in chain jumps to a chain of ours. */
export function hookRule(owner: Owner, chain: string): string {
  return `-m comment --comment "${tagOf(owner)}" -j ${chain}`;
}
