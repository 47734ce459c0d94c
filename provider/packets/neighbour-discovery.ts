import { isLinkLocal, parseCidr, withoutLength } from "../inputs/addresses";
import { passBridges } from "./bridge-netfilter";
import { type Hook, pass } from "./filter";
import { addressesOf, type Interface, isLocal, type Network } from "./network";
import type { Connection, Packet } from "./packet";
import type { Stop } from "./reasons";
import { ruleStop } from "./rule-stop";

/** The types of ICMPv6 of neighbour discovery, see RFC 4861. */
const SOLICITATION = 135;
const ADVERTISEMENT = 136;

/** What keeps a network from learning a neighbour's MAC. */
export interface Deafness {
  stop?: Stop;
  /** Where it ends. */
  at?: Network;
  undecided: string[];
}

/**
 * Asks for the MAC of an address of IPv6, and has it answered: unlike ARP, rules of ip6tables see both. `through` are the
 * interfaces from the one that asks to the one that has the address.
 */
export function solicit(through: readonly Interface[], packet: Packet, address: string): Deafness {
  const [from, to] = [through[0] as Interface, through.at(-1) as Interface];
  const question = { ...discovery(SOLICITATION, from), source: askerOf(from, packet), destination: groupOf(address) };
  const answer = { ...discovery(ADVERTISEMENT, to), source: address, destination: question.source };
  const undecided: string[] = [];
  for (const [message, way] of [
    [question, [...through]],
    [answer, [...through].reverse()],
  ] as const) {
    const found = sent(message, way);
    undecided.push(...found.undecided);
    if (found.stop) {
      const text = `who has ${address} is asked in vain: ${found.stop.text}`;
      return { ...found, stop: { ...found.stop, text }, undecided };
    }
  }
  return { undecided };
}

/** Sends a message from the first interface to the last. */
function sent(message: Packet, way: readonly Interface[]): Deafness {
  const [from, to] = [way[0] as Interface, way.at(-1) as Interface];
  const out = at(from.network, ["OUTPUT", "POSTROUTING"], { ...message, mac: undefined }, { out: from.link.name });
  if (out.stop) return out;
  const bridged = passBridges(way, message, new Map<Network, Connection>());
  if (bridged.stop) return bridged;
  const within = at(to.network, ["PREROUTING", "INPUT"], message, { in: to.link.name });
  return { ...within, undecided: [out, bridged, within].flatMap(({ undecided }) => undecided) };
}

function at(
  network: Network,
  hooks: readonly Hook[],
  message: Packet,
  way: { in: string } | { out: string },
): Deafness {
  const undecided: string[] = [];
  for (const hook of hooks) {
    const passage = pass(hook, message, { network, ...way });
    undecided.push(...passage.undecided);
    const { stoppedBy } = passage;
    if (stoppedBy) return { stop: ruleStop(hook, network, message, stoppedBy, way), at: network, undecided };
  }
  return { undecided };
}

/** conntrack(8) tracks none of them. */
function discovery(icmpType: number, { link: { mac } }: Interface): Omit<Packet, "source" | "destination"> {
  const ports = { sourcePort: 0, destinationPort: 0 };
  return { family: 6, protocol: "icmp", icmpType, ...ports, mark: 0, isReply: false, isUntracked: true, mac };
}

/** The source of what is to be sent, where it is the asker's own. */
function askerOf({ network, link }: Interface, { source }: Packet): string {
  if (isLocal(network, source)) return source;
  return withoutLength(addressesOf(link).find(isLinkLocal) ?? addressesOf(link).find((it) => it.includes(":")) ?? "::");
}

/** The group in which an address is asked for: ff02::1:ff00:2 for fd00::2. */
function groupOf(address: string): string {
  const low = (parseCidr(address).bigInt() & 0xffffffn).toString(16).padStart(6, "0");
  return `ff02::1:ff${low.slice(0, 2)}:${Number.parseInt(low.slice(2), 16).toString(16)}`;
}
