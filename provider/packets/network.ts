import type { BaseChain } from "../host/foreign-nft";
import { type Family, contains, familyOf, isLinkLocal, withoutLength } from "../inputs/addresses";
import type { Link } from "../iproute2/links";
import type { NumberedRoute } from "../iproute2/routes";
import type { Listener } from "../iproute2/sockets";
import type { PortVlan } from "../iproute2/vlans";
import type { Policy } from "./policy";
import type { Ruleset } from "./ruleset";

/** A network stack: the name of a namespace, undefined for the host's own. */
export type Place = string | undefined;

/** What decides in one network over the packets that come to it. */
export interface Network {
  place: Place;
  links: Link[];
  routes: NumberedRoute[];
  /** Of policy routing, in the order of their priorities. */
  rules: (Policy & { family: Family })[];
  /** Those of each backend of iptables that holds any, with the program that changes them. */
  rulesets: Record<Family, { tool: string; tables: Ruleset }[]>;
  /** Those of nft(8) that iptables does not show, and that may end a packet. */
  baseChains: BaseChain[];
  /** Kernel parameters by name. */
  sysctls: Record<string, string>;
  listeners: Listener[];
  /** What somebody has set in the neighbour table: the MAC of an address on a link. */
  neighbours: { device: string; address: string; mac: string }[];
  /** The VLANs of each port of a bridge, and of bridges themselves, by their names; none where no bridge filters. */
  vlans: Map<string, PortVlan[]>;
  /** The names of the namespaces that this one knows by numbers. */
  namespaceIds: Map<number, string>;
}

/** An interface, and the network that it is in. */
export interface Interface {
  network: Network;
  link: Link;
}

/** All networks of a machine. */
export class Networks {
  /** By their own number and that of their other end. */
  private readonly veths = new Map<string, Interface[]>();

  constructor(readonly all: readonly Network[]) {
    for (const network of all) {
      for (const link of network.links.filter(({ kind }) => kind === "veth")) {
        const key = `${link.index} ${link.peerIndex}`;
        this.veths.set(key, [...(this.veths.get(key) ?? []), { network, link }]);
      }
    }
  }

  at(place: Place): Network | undefined {
    return this.all.find((it) => it.place === place);
  }

  /** The interface at the other end of a veth; undefined where that is in a network that has no name. */
  peerOf({ network, link }: Interface): Interface | undefined {
    const { peerIndex, peerName, peerNamespace } = link;
    if (peerNamespace === undefined) {
      const own = network.links.find((it) => it.name === peerName || it.index === peerIndex);
      return peerIndex === undefined && peerName === undefined ? undefined : own && { network, link: own };
    }
    const named = network.namespaceIds.get(peerNamespace);
    const found = this.veths.get(`${peerIndex} ${link.index}`) ?? [];
    const candidates = found.filter(({ network: other }) => other !== network && isWho(other, named));
    return candidates.find((it) => knowsBack(it, network)) ?? candidates[0];
  }
}

/** Whether a network may be the one that a number stands for: the host's own has no name. */
function isWho({ place }: Network, named: string | undefined): boolean {
  return named === undefined ? place === undefined : place === named;
}

function knowsBack({ network, link }: Interface, other: Network): boolean {
  if (link.peerNamespace === undefined) return false;
  return isWho(other, network.namespaceIds.get(link.peerNamespace));
}

export function linkNamed({ links }: Network, name: string | undefined): Link | undefined {
  return links.find((it) => it.name === name);
}

/** All addresses of a link, with their lengths. */
export function addressesOf({ addresses, dynamicAddresses }: Link): string[] {
  return [...addresses, ...dynamicAddresses];
}

/** Whether a network takes packets to an address for its own: what its table `local` tells, as long as the interface is up. */
export function isLocal({ routes }: Network, address: string): boolean {
  return routes.some(
    ({ type, table, destination }) => type === "local" && table === "local" && contains(destination, address),
  );
}

/** The link of which an address, or one of its subnets, tells that another is on it. */
export function linksTo({ links }: Network, address: string): Link[] {
  return links.filter((link) => addressesOf(link).some((own) => contains(own, address)));
}

/** The address that packets of a family have as their source where nothing else tells it. */
export function firstAddress(link: Link, family: Family, to: string): string | undefined {
  const own = addressesOf(link).filter((it) => familyOf(it) === family && !isLinkLocal(it));
  return withoutLength(own.find((it) => contains(it, to)) ?? own[0] ?? "") || undefined;
}

export function sysctlOf({ sysctls }: Network, key: string): number {
  return Number(sysctls[key] ?? 0);
}

/** A parameter of one interface, where the greater of its own and that of all counts. */
export function strictest(network: Network, family: Family, device: string, parameter: string): number {
  const of = (who: string): number => sysctlOf(network, interfaceKey(family, who, parameter));
  return Math.max(of("all"), of(device));
}

/** The name of an interface's parameter, as sysctl(8) takes it: a dot in the interface's own name is a slash. */
export function interfaceKey(family: Family, device: string, parameter: string): string {
  return `net.ipv${family}.conf.${device.replaceAll(".", "/")}.${parameter}`;
}
