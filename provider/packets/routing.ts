import { contains, type Family, isDefault } from "../inputs/addresses";
import type { NextHop, RouteEntry } from "../iproute2/routes";
import { firstAddress, isLocal, linkNamed, type Network } from "./network";
import type { Packet, Protocol } from "./packet";
import { isFor, type Policy } from "./policy";

/** What a network's routes make of a packet. */
export interface Routed {
  /** `local` for one that is the network's own. */
  type: string;
  device: string | undefined;
  gateway: string | undefined;
  source: string | undefined;
  /** Where it has several next hops, the interfaces of the others. */
  others?: string[];
  /** In ip's words. */
  text: string;
  /** The command that takes it away; none for the network's own addresses. */
  undo?: string;
}

/** What is asked of a network's routes. */
export interface Question {
  family: Packet["family"];
  source: string | undefined;
  destination: string;
  mark: number;
  /** The interface by which the packet came; undefined for one of the network's own. */
  from: string | undefined;
  /** Absent where the kernel asks without them. */
  protocol?: Protocol;
  sourcePort?: number;
  destinationPort?: number;
  /** Takes the rules of which it cannot be told whether they are for it. */
  undecided?: string[];
}

/** What is asked for a packet on its way. */
export function questionOf(packet: Packet, from: string | undefined, undecided: string[]): Question {
  const { family, source, destination, mark, protocol, sourcePort, destinationPort } = packet;
  return {
    ...{ family, source: source || undefined, destination, mark, from },
    ...{ protocol, sourcePort, destinationPort, undecided },
  };
}

/** Looks up the way of a packet as the kernel does: rules by priority, then the longest prefix, then the lowest metric. */
export function lookUp(network: Network, asked: Question): Routed | undefined {
  if (isLocal(network, asked.destination)) {
    return { type: "local", device: "lo", gateway: undefined, source: undefined, text: `local ${asked.destination}` };
  }
  let next = 0;
  for (const rule of network.rules.filter(({ family }) => family === asked.family)) {
    if (rule.priority < next) continue;
    const is = isFor(rule, asked);
    if (is === undefined) asked.undecided?.push(`ip rule ${rule.priority}: ${rule.unknown.join(" ")}`);
    if (is !== true || rule.type === "nop") continue;
    if (rule.type === "goto") {
      next = rule.goto ?? 0;
      continue;
    }
    const { priority, type } = rule;
    const undo = `${ipOf(rule)} rule del priority ${priority}`;
    if (type !== "lookup") return { ...NOWHERE, type, text: `rule ${priority}: ${type}`, undo };
    const found = inTable(network, rule, asked);
    if (found) return found;
  }
  return undefined;
}

const NOWHERE = { device: undefined, gateway: undefined, source: undefined };

function inTable(network: Network, rule: Policy, asked: Question): Routed | undefined {
  const [best] = network.routes
    .filter(({ table, family }) => table === rule.table && family === asked.family)
    .filter(({ type }) => !["local", "broadcast", "anycast", "multicast"].includes(type))
    .filter(({ destination }) => isDefault(destination) || contains(destination, asked.destination))
    .filter(({ destination }) => lengthOf(destination) > (rule.suppressPrefixLength ?? -1))
    .sort((a, b) => lengthOf(b.destination) - lengthOf(a.destination) || a.metric - b.metric);
  if (best === undefined || best.type === "throw") return undefined;
  return { ...best, ...hopOf(network, best.hops), text: routeText(best), undo: undoOf(best) };
}

/** Of several next hops one that works, for the kernel takes no other. */
function hopOf(network: Network, hops: readonly NextHop[]): Partial<Routed> {
  const usable = hops.filter(({ device }) => linkNamed(network, device)?.up ?? false);
  const [first, ...others] = usable.length > 0 ? usable : hops;
  return first === undefined ? {} : { ...first, others: others.flatMap(({ device }) => device ?? []) };
}

function lengthOf(destination: string): number {
  return isDefault(destination) ? 0 : Number(destination.split("/")[1]);
}

/** A route by which packets go; those of the other types end them. */
export function usable(routed: Routed | undefined): Routed | undefined {
  return routed?.type === "unicast" || routed?.type === "local" ? routed : undefined;
}

/** The address that a packet of a network itself gets where its route says none. */
export function sourceOf(network: Network, routed: Routed, { family, destination }: Packet): string {
  if (routed.type === "local") return destination;
  const link = linkNamed(network, routed.device);
  const own = link && firstAddress(link, family, routed.gateway ?? destination);
  // An interface without an address of its own lends one of another.
  const lent = network.links.map((it) => (it.name === "lo" ? undefined : firstAddress(it, family, destination)));
  return own ?? lent.find((it) => it !== undefined) ?? (family === 4 ? "0.0.0.0" : "::");
}

function undoOf({ type, destination, table, metric, family }: Network["routes"][number]): string {
  return [
    `${ipOf({ family })} route del`,
    ...(type === "unicast" ? [] : [type]),
    destination,
    ...(table === "main" ? [] : [`table ${table}`]),
    ...(metric === 0 ? [] : [`metric ${metric}`]),
  ].join(" ");
}

/** Of what has no address in it ip must be told the family. */
function ipOf({ family }: { family: Family }): string {
  return family === 4 ? "ip" : "ip -6";
}

/** In ip's words. */
export function routeText({
  type,
  destination,
  gateway,
  device,
  hops,
}: Pick<RouteEntry, "type" | "destination" | "gateway" | "device"> & { hops: readonly NextHop[] }): string {
  return [
    ...(type === "unicast" ? [] : [type]),
    destination.replace(/\/(32|128)$/, ""),
    ...wayText({ gateway, device }),
    ...hops.map((hop) => ["nexthop", ...wayText(hop)].join(" ")),
  ].join(" ");
}

function wayText({ gateway, device }: NextHop): string[] {
  return [...(gateway === undefined ? [] : [`via ${gateway}`]), ...(device === undefined ? [] : [`dev ${device}`])];
}
