import { contains, isDefault } from "../inputs/addresses";
import type { PolicyRule } from "../iproute2/policy-rules";
import type { RouteEntry } from "../iproute2/routes";
import type { Network } from "./network";
import { isLocal } from "./network";
import type { Packet } from "./packet";

/** What a network's routes make of a packet. */
export interface Routed {
  /** `local` for one that is the network's own. */
  type: string;
  device: string | undefined;
  gateway: string | undefined;
  source: string | undefined;
  /** In ip's words. */
  text: string;
}

/** What is asked of a network's routes. */
export interface Question {
  family: Packet["family"];
  source: string | undefined;
  destination: string;
  mark: number;
  /** The interface by which the packet came; undefined for one of the network's own. */
  from: string | undefined;
}

/** Looks up the way of a packet as the kernel does: rules by priority, then the longest prefix, then the lowest metric. */
export function lookUp(network: Network, asked: Question): Routed | undefined {
  if (isLocal(network, asked.destination)) {
    return { type: "local", device: "lo", gateway: undefined, source: undefined, text: `local ${asked.destination}` };
  }
  for (const rule of network.rules.filter((it) => it.family === asked.family && matches(it, asked))) {
    if (rule.type !== "lookup") return { ...NOWHERE, type: rule.type, text: `rule ${rule.priority}: ${rule.type}` };
    const found = inTable(network, rule, asked);
    if (found) return found;
  }
  return undefined;
}

const NOWHERE = { device: undefined, gateway: undefined, source: undefined };

function matches({ from, to, inInterface, outInterface, fwmark }: PolicyRule, asked: Question): boolean {
  if (from !== undefined && !(asked.source !== undefined && contains(from, asked.source))) return false;
  if (to !== undefined && !contains(to, asked.destination)) return false;
  if (inInterface !== undefined && (asked.from ?? "lo") !== inInterface) return false;
  if (outInterface !== undefined) return false;
  if (fwmark === undefined) return true;
  const [mark = "0", mask = "0xffffffff"] = fwmark.split("/");
  return (asked.mark & Number(mask)) >>> 0 === (Number(mark) & Number(mask)) >>> 0;
}

function inTable(network: Network, rule: PolicyRule, asked: Question): Routed | undefined {
  const [best] = network.routes
    .filter(({ table, family }) => table === rule.table && family === asked.family)
    .filter(({ type }) => !["local", "broadcast", "anycast", "multicast"].includes(type))
    .filter(({ destination }) => isDefault(destination) || contains(destination, asked.destination))
    .filter(({ destination }) => lengthOf(destination) > (rule.suppressPrefixLength ?? -1))
    .sort((a, b) => lengthOf(b.destination) - lengthOf(a.destination) || a.metric - b.metric);
  if (best === undefined || best.type === "throw") return undefined;
  return { ...best, text: routeText(best) };
}

function lengthOf(destination: string): number {
  return isDefault(destination) ? 0 : Number(destination.split("/")[1]);
}

/** In ip's words. */
export function routeText({ type, destination, gateway, device }: RouteEntry): string {
  return [
    ...(type === "unicast" ? [] : [type]),
    destination.replace(/\/(32|128)$/, ""),
    ...(gateway === undefined ? [] : [`via ${gateway}`]),
    ...(device === undefined ? [] : [`dev ${device}`]),
  ].join(" ");
}
