import { contains, familyOf, parseCidr } from "../inputs/addresses";
import { namesCover, portsCover } from "../iptables/match";
import { isLocal, type Network } from "./network";
import { type Connection, type Packet, stateOf } from "./packet";
import type { Condition, Rule } from "./ruleset";

/** Where a packet is when a rule looks at it. */
export interface Spot {
  network: Network;
  /** The interfaces by which it came and leaves. */
  in?: string | undefined;
  out?: string | undefined;
  /** Whether it passes as a frame between two ports of one bridge. */
  isBridged?: boolean;
  connection?: Connection | undefined;
}

/** Whether a rule matches; undefined where it asks what cannot be known here. */
export function matches({ conditions }: Rule, packet: Packet, spot: Spot): boolean | undefined {
  const all = conditions.map((it) => {
    const is = meets(it, packet, spot);
    return is === undefined ? undefined : is !== it.not;
  });
  if (all.includes(false)) return false;
  return all.includes(undefined) ? undefined : true;
}

const PROTOCOLS: Record<string, string> = {
  "ipv6-icmp": "icmp",
  icmpv6: "icmp",
  "1": "icmp",
  "58": "icmp",
  "6": "tcp",
  "17": "udp",
};

/** What an option of iptables-extensions(8) says of a packet. A limit is not reached by one. */
function meets({ option, value, match }: Condition, packet: Packet, spot: Spot): boolean | undefined {
  const { network, connection, isBridged = false } = spot;
  switch (option) {
    case "-s":
      return isIn(value, packet.source);
    case "-d":
      return isIn(value, packet.destination);
    case "-i":
      return spot.in !== undefined && namesCover(value, spot.in);
    case "-o":
      return spot.out !== undefined && namesCover(value, spot.out);
    case "-p":
      return value === "all" || (PROTOCOLS[value] ?? value) === packet.protocol;
    case "--sport":
    case "--sports":
      return portsCover(value, String(packet.sourcePort));
    case "--dport":
    case "--dports":
      return portsCover(value, String(packet.destinationPort));
    case "--ports":
      return portsCover(value, String(packet.sourcePort)) || portsCover(value, String(packet.destinationPort));
    case "--icmp-type":
    case "--icmpv6-type":
      return value === "any" || Number(value.split("/")[0]) === icmpTypeOf(packet);
    case "--tcp-flags":
      return hasFlags(value, packet);
    case "--state":
    case "--ctstate":
      return value.split(",").some((state) => isInState(state, packet, connection));
    case "--ctstatus":
      return value
        .split(",")
        .some((status) =>
          status === "NONE" ? !connection : status !== "EXPECTED" && packet.isReply && connection !== undefined,
        );
    case "--ctdir":
      return (value === "REPLY") === packet.isReply;
    case "--ctorigdst":
      return isIn(value, connection?.original.destination ?? packet.destination);
    case "--ctorigsrc":
      return isIn(value, connection?.original.source ?? packet.source);
    case "--ctorigdstport":
      return portsCover(value, String(connection?.original.destinationPort ?? packet.destinationPort));
    case "--mark":
      // What else has marks, as connections have, keeps them to itself.
      return match === "mark" ? isMarked(value, packet.mark) : undefined;
    case "--src-range":
      return isInRange(value, packet.source);
    case "--dst-range":
      return isInRange(value, packet.destination);
    case "--mac-source":
      return isFrom(value, packet, spot);
    case "--src-type":
      return isOfType(value, packet.source, network);
    case "--dst-type":
      return isOfType(value, packet.destination, network);
    case "--limit":
    case "--limit-burst":
    case "--hashlimit-upto":
    case "--hashlimit-burst":
    case "--hashlimit-mode":
    case "--hashlimit-name":
      return true;
    case "--pkt-type":
      return value === "unicast";
    case "-f":
      return false;
    case "--physdev-is-bridged":
    case "--physdev-is-in":
    case "--physdev-is-out":
      return isBridged;
    default:
      return undefined;
  }
}

/** Of TCP the first packet and the answer to it are looked at: `FIN,SYN,RST,ACK SYN` is what `--syn` stands for. */
function hasFlags(value: string, { isReply }: Packet): boolean {
  const [mask = "", set = ""] = value.split(" ");
  const flags = isReply ? ["SYN", "ACK"] : ["SYN"];
  const asked = mask === "ALL" ? flags : flags.filter((flag) => mask.split(",").includes(flag));
  const wanted = set === "NONE" ? [] : set.split(",");
  return asked.length === wanted.length && asked.every((flag) => wanted.includes(flag));
}

function icmpTypeOf({ family, isReply, icmpType }: Packet): number {
  if (icmpType !== undefined) return icmpType;
  if (family === 4) return isReply ? 0 : 8;
  return isReply ? 129 : 128;
}

function isInState(state: string, packet: Packet, connection: Connection | undefined): boolean {
  if (state === stateOf(packet, connection)) return true;
  if (packet.isUntracked || connection === undefined) return false;
  const { original, translated } = connection;
  if (state === "DNAT") {
    return original.destination !== translated.destination || original.destinationPort !== translated.destinationPort;
  }
  return state === "SNAT" && original.source !== translated.source;
}

/** A mask may be written out, and have holes: `10.0.0.1/255.0.255.255`. */
export function isIn(network: string, address: string): boolean {
  if (familyOf(network) !== familyOf(address)) return false;
  const [base = "", mask] = network.split("/");
  if (mask === undefined || /^\d+$/.test(mask)) return contains(network, address);
  const bits = (text: string): bigint[] => text.split(".").map(BigInt);
  const [one, other, held] = [bits(base), bits(address), bits(mask)];
  return held.every((byte, index) => ((one[index] ?? 0n) & byte) === ((other[index] ?? 0n) & byte));
}

/** Whether an address is in `10.0.0.1-10.0.0.9`. */
function isInRange(range: string, address: string): boolean {
  if (familyOf(range) !== familyOf(address)) return false;
  const [from = "", to = from] = range.split("-");
  const of = (text: string): bigint => parseCidr(text).bigInt();
  return of(from) <= of(address) && of(address) <= of(to);
}

/** What begins where it is, or goes through lo, has no MAC. */
function isFrom(wanted: string, { mac }: Packet, { in: from = "lo" }: Spot): boolean | undefined {
  if (from === "lo") return false;
  return mac === undefined ? undefined : wanted.toLowerCase() === mac.toLowerCase();
}

function isMarked(value: string, mark: number): boolean {
  const [wanted = "0", mask = "0xffffffff"] = value.split("/");
  return (mark & Number(mask)) >>> 0 === Number(wanted) >>> 0;
}

function isOfType(types: string, address: string, network: Network): boolean | undefined {
  const isOwn = isLocal(network, address);
  const is = (type: string): boolean | undefined => {
    if (type === "LOCAL") return isOwn;
    if (type === "UNICAST") return !isOwn;
    return ["BROADCAST", "MULTICAST", "ANYCAST"].includes(type) ? false : undefined;
  };
  const all = types.split(",").map(is);
  return all.includes(true) || (all.includes(undefined) ? undefined : false);
}
