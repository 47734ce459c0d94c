import { createHash } from "node:crypto";
import { Address4, Address6 } from "ip-address";
import { groupBy } from "../group-by";
import type { Owner } from "../owner";
import { type Chain, type DispatchedPart, subChainName } from "./chains";

/** More rules than this are not walked through one by one. */
const MOST = 32;

/** A step of the way through a tree of chains tells apart so many bits of an address or a port. */
const STEP = 4;

/** What a rule asks for one of: the text around it, and the number. */
interface Key {
  /** Which thing in a packet: `-d`, or for ports what stands before them. */
  kind: "-d" | "-s" | `${string} port`;
  bits: number;
  number: bigint;
}

interface Keyed {
  rule: string;
  key: Key;
}

/**
 * A chain, of which no packet has to walk through many rules: these then stand in chains of their own, a tree by the address
 * or the port that they ask for, sixteen ways at each step. Rules that ask for the same keep their order; those that ask
 * for none go before, and others must not care.
 */
export function dispatched(chain: Chain, part: DispatchedPart, owner: Owner): Chain[] {
  if (chain.rules.length <= MOST) return [chain];
  const keyed = chain.rules.map((rule) => ({ rule, key: keyOf(rule, part) }));
  const kinds = groupBy(
    keyed.flatMap(({ rule, key }): Keyed[] => (key === undefined ? [] : [{ rule, key }])),
    ({ key }) => key.kind,
  );
  const chains: Chain[] = [];
  const names = new Set<string>();
  const inner = (place: string, rules: readonly string[]): string => {
    const name = freeName(part, owner, place, names);
    chains.push({ ...chain, name, hooks: [], rules });
    return name;
  };
  const rules = keyed.filter(({ key }) => key === undefined).map(({ rule }) => rule);
  for (const all of kinds.values()) rules.push(...waysTo(all, 0, inner));
  // Below it all ask for it.
  const common =
    rules.every((it) => it.includes(LOCAL)) || !chain.rules.every((it) => it.includes(LOCAL)) ? "" : ` ${LOCAL}`;
  const main = rules.map((it) => it.replace(/ -j (LN-\w+-\w+)$/, `${common} -j $1`));
  return [{ ...chain, rules: main }, ...chains];
}

/** How rule.ts spells `destinationType`. */
const LOCAL = "-m addrtype --dst-type LOCAL";

/** The rules that lead to others, all of which have the same first bits. */
function waysTo(
  all: readonly Keyed[],
  depth: number,
  inner: (place: string, rules: readonly string[]) => string,
): string[] {
  const { bits } = (all[0] as Keyed).key;
  if (all.length <= MOST / 2 || depth >= bits) return all.map(({ rule }) => rule);
  const groups = groupBy(all, ({ key }) => key.number >> BigInt(bits - depth - STEP));
  // Bits that all have in common are no step.
  if (groups.size === 1) return waysTo(all, depth + STEP, inner);
  return [...groups].map(([first, its]) => {
    const match = matchOf((its[0] as Keyed).key, first, depth + STEP);
    return `${match} -j ${inner(match, waysTo(its, depth + STEP, inner))}`;
  });
}

/** The match of all that have the same first bits. */
function matchOf({ kind, bits }: Key, first: bigint, depth: number): string {
  const lowest = first << BigInt(bits - depth);
  if (kind === "-d" || kind === "-s") {
    const address = bits === 32 ? Address4.fromBigInt(lowest) : Address6.fromBigInt(lowest);
    return `${kind} ${address.correctForm()}/${depth}`;
  }
  const range = depth === bits ? String(lowest) : `${lowest}:${lowest + (1n << BigInt(bits - depth)) - 1n}`;
  const [protocol = ""] = kind.split(" ");
  return kind.endsWith("original port")
    ? `-p ${protocol} -m conntrack --ctorigdstport ${range}`
    : `-p ${protocol} -m ${protocol} --dport ${range}`;
}

/** What tells a rule of a chain from the others of it; undefined for one that is about several, or all. */
function keyOf(rule: string, part: DispatchedPart): Key | undefined {
  const [, protocol] = /(?:^| )-p (tcp|udp|sctp) /.exec(rule) ?? [];
  const portOf = (pattern: RegExp, kind: "port" | "original port"): Key | undefined => {
    const port = pattern.exec(rule)?.[1];
    if (protocol === undefined || port === undefined) return undefined;
    return { kind: `${protocol} ${kind}`, bits: 16, number: BigInt(port) };
  };
  if (part === "DNAT") return portOf(/ --dport (\d+) /, "port");
  return addressKey(rule, "-d") ?? addressKey(rule, "-s") ?? portOf(/ --ctorigdstport (\d+) /, "original port");
}

function addressKey(rule: string, kind: "-d" | "-s"): Key | undefined {
  const address = new RegExp(`(?:^|(?<!!) )${kind} ([\\da-f.:]+)/(?:32|128) `).exec(rule)?.[1];
  if (address === undefined) return undefined;
  const isV6 = address.includes(":");
  const number = isV6 ? new Address6(address).bigInt() : new Address4(address).bigInt();
  return { kind, bits: isV6 ? 128 : 32, number };
}

/** A name that tells the place in the tree: a chain keeps it when others come and go. */
function freeName(part: DispatchedPart, owner: Owner, place: string, taken: Set<string>): string {
  for (let tries = 0; ; tries++) {
    const digest = createHash("sha256").update(`${place} ${tries}`).digest();
    const name = subChainName(part, digest.readUInt32BE() % 10_000_000, owner);
    if (!taken.has(name)) {
      taken.add(name);
      return name;
    }
  }
}
