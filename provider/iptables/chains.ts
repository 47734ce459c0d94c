import { type Owner, tagOf } from "../owner";
import type { Family } from "../inputs/addresses";

export type Table = "raw" | "nat" | "filter";

/**
 * A chain that belongs to one resource, and the built-in chains that jump to it. Each rule is the text after `-A CHAIN`, spelled as
 * iptables-save prints it, so that the two compare as text.
 */
export interface Chain {
  family: Family;
  table: Table;
  name: string;
  hooks: readonly ("PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING")[];
  rules: readonly string[];
}

/** What iptables-save shows: the rules of each chain of each table. */
export type Tables = Map<Table, Map<string, string[]>>;

/** The rules of a family in a namespace. */
export interface Rules {
  /** What the programs without a backend in their names show and change. */
  tables: Tables;
  /** What stands in the backend that those programs do not use; undefined where nothing of ours can. */
  other: OtherRules | undefined;
}

export interface OtherRules {
  /** The programs that show and change it, less what they do: `ip6tables-legacy`. */
  tool: string;
  tables: Tables;
}

/** What a chain is for. The names are part of what stands on users' hosts: they never change. */
export type Part =
  /** filter: the passes through FORWARD that need ip_forward. */
  | "FWD"
  /** filter: frames between the ports of one bridge. */
  | "BR"
  /** filter: a rule of a program, with its priority. */
  | `FW${number}`
  /** filter: shuts an internal network, and the containers of an isolated one to each other. */
  | "INT"
  /** filter: keeps a network from all that nothing has let through to it. */
  | "ISO"
  /** filter: lets through what comes from a network. */
  | "NET"
  /** filter: declares a kernel parameter. Nothing leads to it. */
  | "SYS"
  /** nat: new destinations. */
  | "DNAT"
  /** nat: new sources. */
  | "SNAT"
  /** raw: keeps 127.0.0.0/8 shut to the outside while route_localnet is on. */
  | "LO"
  /** raw: keeps a container's own address shut to the outside. */
  | "OWN";

const PREFIX = "LN-";

/** At most 28 characters, the longest name that iptables takes (XT_EXTENSION_MAXNAMELEN). */
export function chainName(part: Part, owner: Owner): string {
  return `${PREFIX}${part}-${owner}`;
}

/** The parts whose many rules stand in chains below theirs. */
export type DispatchedPart = "FWD" | "DNAT" | "SNAT" | "LO" | "OWN";

/** The name of a chain below one of an owner. Its letter is the first of the part. */
export function subChainName(part: DispatchedPart, number: number, owner: Owner): string {
  return `${PREFIX}${part[0]}${number}-${owner}`;
}

const SUB_CHAIN = /^LN-([FDSLO])\d+-/;

export function isSubChain(name: string): boolean {
  return SUB_CHAIN.test(name);
}

/** Whether a chain is of a part, or below one that is. */
export function isPart(name: string, part: Part): boolean {
  return name.startsWith(`${PREFIX}${part}-`) || SUB_CHAIN.exec(name)?.[1] === letterOf(part);
}

function letterOf(part: Part): string | undefined {
  return ["FWD", "DNAT", "SNAT", "LO", "OWN"].includes(part) ? part[0] : "";
}

/** Whether a chain is of linuxnet, whatever its owner. */
export function isOwn(name: string): boolean {
  return name.startsWith(PREFIX);
}

/** The names of an owner's chains in a table. */
export function chainsOf(owner: Owner, chains: Iterable<string>): string[] {
  return [...chains].filter((name) => isOwn(name) && name.endsWith(`-${owner}`));
}

/** The owner that a chain's name tells; undefined for a chain of anybody else, and for a marker. */
export function ownerOfChain(name: string): Owner | undefined {
  return /^LN-[A-Z]+\d*-([0-9a-f]{16})$/.exec(name)?.[1];
}

/** The rule by which a built-in chain jumps to a chain of ours. */
export function hookRule(owner: Owner, chain: string): string {
  return `-m comment --comment "${tagOf(owner)}" -j ${chain}`;
}

/** Whether a rule jumps to a chain of ours, whoever's. */
export function isHook(rule: string): boolean {
  return HOOKED.test(rule);
}

const HOOKED = / -j (LN-[\w-]+)$/;

/** In the filter table, and of no resource: people put their own rules into it. */
export const USER_CHAIN = `${PREFIX}USER`;

/**
 * Where hooks stand among ours, all of which stand above the rules of anybody else. Between those of rank `user` and all
 * others stand the rules of a program, by their priorities.
 */
export const RANKS = { user: -1, internal: 1, normal: 2, anyAddress: 3, isolating: 4, outbound: 5 } as const;

/** The last of the priorities of a program's rules, which begin with 0. */
export const MAX_PRIORITY = 999;

const RANK_OF: Partial<Record<Part, number>> = { INT: RANKS.internal, ISO: RANKS.isolating, NET: RANKS.outbound };

/**
 * Where the hook of a chain stands among ours: behind those of lower rank. Of new destinations its rules tell: those for
 * any address of the host go behind those that name one. Undefined while such a chain is empty.
 */
export function rankOf(name: string, rules: readonly string[]): number | undefined {
  if (name === USER_CHAIN) return RANKS.user;
  const [, priority, part] = (/^LN-(?:FW(\d+)|([A-Z]+))-/.exec(name) ?? []) as [string?, string?, Part?];
  if (priority !== undefined) return Number(priority) / (MAX_PRIORITY + 1);
  if (part !== "DNAT") return (part && RANK_OF[part]) ?? RANKS.normal;
  if (rules.length === 0) return undefined;
  return rules.some((it) => it.includes(ANY_ADDRESS)) ? RANKS.anyAddress : RANKS.normal;
}

/** The rank of a rule that stands; undefined for anybody else's. */
export function rankOfHook(rule: string, chains: ReadonlyMap<string, readonly string[]>): number | undefined {
  const name = HOOKED.exec(rule)?.[1];
  return name === undefined ? undefined : rankOf(name, chains.get(name) ?? []);
}

/** How rule.ts spells `destinationType`. */
const ANY_ADDRESS = "-m addrtype --dst-type LOCAL";
