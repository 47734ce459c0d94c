import type { Link } from "../iproute2/links";
import { familyOf, interfaceAddresses, withoutLength } from "../inputs/addresses";
import { optional } from "../inputs/check";
import { linkName, master, namespaceName } from "../inputs/names";
import { flag, mac, mtu } from "../inputs/values";
import { observedOptions, type BridgePort, portOptions, portWords } from "./bridge-port";
import { observedVlans, type Vlan, vlans, vlanSteps } from "./vlans";
import { type Owner, ownerOf, tagOf, UNMARKED } from "../owner";
import { ipStep, type Step, type View } from "./spec";

/** What every interface has that linuxnet makes. */
export interface LinkEnd {
  name: string;
  namespace?: string;
  addresses?: string[];
  mtu: number;
  up: boolean;
  mac?: string;
  vlans?: Vlan[];
}

export interface LinkMacs {
  mac: string;
  /** The MAC that stands where the program gives none. */
  ownMac: string;
}

/** An interface that may be a bridge's port. */
export interface PortEnd extends LinkEnd {
  master?: string;
  hairpin: boolean;
  isolated: boolean;
  bridgePort?: BridgePort;
}

export const linkFields = {
  name: { check: linkName, required: true },
  namespace: optional(namespaceName),
  addresses: optional(interfaceAddresses),
  mtu: optional(mtu, 1500),
  up: optional(flag, true),
  mac: optional(mac),
  vlans: optional(vlans),
};

export const portFields = {
  ...linkFields,
  master: optional(master),
  hairpin: optional(flag),
  isolated: optional(flag, false),
  bridgePort: optional(portOptions),
};

/** The kernel keeps IPv6 off links with a smaller MTU (RFC 8200). */
export const LEAST_V6_MTU = 1280;

/** Whose a link is, and the MAC that it is born with, by which it is known before it has an alias. */
export interface Birth {
  owner: Owner;
  mac: string;
}

/** The words that describe an end in `ip link add`. */
export function addWords(end: LinkEnd, { mac }: Birth): string[] {
  return ["name", end.name, "address", mac, "mtu", String(end.mtu)];
}

/**
 * The lines that give an end its properties. Run again they change nothing; `standing` tells what is to go. An end that is
 * `announced` tells its neighbours that it is there: who has looked for it in vain would look again only after a second.
 */
export function configureSteps(
  end: LinkEnd & Partial<PortEnd>,
  birth: Birth,
  { standing, announced = false }: { standing?: LinkEnd & Partial<PortEnd>; announced?: boolean } = {},
): Step[] {
  const step = (...words: string[]): Step => ipStep(end.namespace, ...words);
  const set = (...words: string[]): Step => step("link", "set", "dev", end.name, ...words);
  const mtu = ["mtu", String(end.mtu)];
  // With this MTU the kernel takes IPv6 from the link, and would not know the addresses that are to go.
  const withoutV6 = end.mtu < LEAST_V6_MTU;
  const steps = [set("alias", tagOf(birth.owner), ...(withoutV6 ? [] : mtu))];
  const currentMac = standing ? standing.mac : birth.mac;
  if (end.mac !== undefined && end.mac !== currentMac) {
    if (standing) steps.unshift(...announcingSteps(standing));
    steps.push(set("address", end.mac));
  }
  if (end.master !== undefined) {
    // A port that leaves its bridge and joins it again has the VLANs of a new one.
    if (standing?.vlans && !end.vlans) steps.push(set("nomaster"));
    const options = portWords(end.bridgePort, standing?.bridgePort);
    steps.push(set("master", end.master));
    steps.push(set("type", "bridge_slave", "hairpin", onOff(end.hairpin), "isolated", onOff(end.isolated), ...options));
    const known = standing?.master === end.master ? standing.vlans : undefined;
    if (end.vlans) steps.push(...vlanSteps({ ...end, self: false }, end.vlans, known));
  } else if (standing?.master !== undefined) {
    steps.push(set("nomaster"));
  }
  // Up before it has addresses: its port of a bridge forwards a little later, and a look for a neighbour that comes before
  // is lost, which the kernel repeats after a second.
  if (end.up) steps.push(set("up"));
  const announcing = announced && end.up ? announcingSteps(end) : [];
  const last = [...(withoutV6 ? mtu : []), ...(end.up ? [] : ["down"])];
  return [
    ...announcing,
    ...steps,
    ...addressSteps(end, standing),
    ...(last.length > 0 ? [set(...last)] : []),
    // To set a MAC is to change it, though it be the same.
    ...(announcing.length > 0 ? [set("address", end.mac ?? birth.mac)] : []),
  ];
}

/** From now on the kernel tells the neighbours when the link's MAC changes: else they would not see it for half a minute. */
function announcingSteps({ name, namespace, addresses = [] }: LinkEnd): Step[] {
  const has = (family: 4 | 6): boolean => addresses.some((address) => familyOf(address) === family);
  const values = {
    ...(has(4) ? { [parameter(4, name, "arp_notify")]: "1" } : {}),
    ...(has(6) ? { [parameter(6, name, "ndisc_notify")]: "1" } : {}),
  };
  return Object.keys(values).length === 0 ? [] : [{ tool: "sysctl", namespace, values }];
}

/** The name of a link's kernel parameter, as sysctl(8) takes it. */
function parameter(family: 4 | 6, link: string, key: string): string {
  return `net.ipv${family}.conf.${link.replaceAll(".", "/")}.${key}`;
}

/**
 * New addresses come before old ones go, so that the link is never without. With promote_secondaries the kernel keeps
 * the other IPv4 addresses of a network whose first one goes, and the routes with them.
 */
function addressSteps(end: LinkEnd, standing?: LinkEnd): Step[] {
  const wanted = end.addresses ?? [];
  const gone = (standing?.addresses ?? []).filter((address) => !wanted.includes(address));
  const set = wanted.map((address) => {
    // Nobody else can have an address that the program declares: without the wait for duplicate address detection.
    const nodad = familyOf(address) === 6 ? ["nodad"] : [];
    return ipStep(end.namespace, "addr", "replace", address, "dev", end.name, ...nodad);
  });
  const remove = gone.map((address) => ipStep(end.namespace, "addr", "del", address, "dev", end.name));
  const promote: Step[] =
    gone.some((address) => familyOf(address) === 4) && wanted.length > 0
      ? [{ tool: "sysctl", namespace: end.namespace, values: { [parameter(4, end.name, "promote_secondaries")]: "1" } }]
      : [];
  // An IPv6 address has one prefix length: the old one's removal takes the new one along.
  const bare = gone.map(withoutLength);
  const again = set.filter((_step, index) => bare.includes(withoutLength(wanted[index] as string)));
  return [...promote, ...set, ...remove, ...again];
}

/**
 * An end with its MAC: the one that it is given, else its own. That is what its first owner gave it, or what it had when
 * it was taken over, and stays though the owner's name changes.
 */
export function withMac<End extends LinkEnd>(end: End, birth: Birth, standing?: LinkMacs): End & LinkMacs {
  const ownMac = standing?.ownMac ?? birth.mac;
  return { ...end, mac: end.mac ?? ownMac, ownMac };
}

/** The reverse of `withMac`. */
export function withoutOwnMac<End extends LinkEnd>({ mac, ownMac, ...end }: End & LinkMacs): End {
  return (mac === ownMac ? end : { ...end, mac }) as unknown as End;
}

/**
 * An end as it stands, with the wanted order of addresses. Of a foreign one, to be taken over, the MAC is its own; and
 * addresses of which the program names none are nobody's concern.
 */
export async function observedEnd<End extends LinkEnd & LinkMacs>(
  wanted: End,
  link: Link,
  is: { ours: boolean; adopted: boolean },
  view: View,
): Promise<End> {
  const { master: _master, addresses: _addresses, bridgePort: _options, ...kept } = wanted as End & Partial<PortEnd>;
  const { vlans: declared, ...rest } = kept;
  // While a link is down the kernel drops its IPv6 addresses.
  const present = (address: string): boolean =>
    link.addresses.includes(address) || (!link.up && !wanted.up && familyOf(address) === 6);
  const known = (wanted.addresses ?? []).filter(present);
  // The kernel gives every link a link-local address of its own.
  const others = link.addresses.filter((address) => !known.includes(address) && !address.startsWith("fe80:"));
  const addresses = [...known, ...others];
  const isHeld = !("hairpin" in wanted) || link.master !== undefined;
  const vlans = isHeld ? await observedVlans({ ...wanted, name: link.name }, declared, view) : declared;
  const isTold = wanted.addresses !== undefined || (addresses.length > 0 && !is.adopted);
  return {
    ...rest,
    mtu: link.mtu,
    up: link.up,
    mac: link.mac,
    ownMac: is.ours ? wanted.ownMac : link.mac,
    ...(isTold ? { addresses } : {}),
    ...(link.master === undefined ? {} : { master: link.master }),
    ...(vlans && { vlans }),
    // Without a master the kernel keeps neither, nor VLANs.
    ...("hairpin" in wanted && link.master !== undefined ? observedPort(wanted as Partial<PortEnd>, link) : {}),
  } as unknown as End;
}

function observedPort({ bridgePort }: Partial<PortEnd>, { hairpin, isolated, port }: Link): Partial<PortEnd> {
  const options = observedOptions(bridgePort ?? {}, port);
  return { hairpin, isolated, ...(options && { bridgePort: options }) };
}

/**
 * The link of that name, else the one that somebody gave another: of those with the owner's alias the one with its MAC, or
 * the only one. The other end of a pair, which has the same alias, is none of them.
 */
export async function findLink(
  { namespace, name, mac }: LinkEnd & LinkMacs,
  owner: Owner,
  view: View,
  otherEnd?: LinkEnd,
): Promise<Link | undefined> {
  const named = await view.link(namespace, name);
  if (named) return named;
  const isOther = (link: Link): boolean => namespace === otherEnd?.namespace && link.name === otherEnd?.name;
  const all = (await view.linksWithAlias(namespace, tagOf(owner))).filter((link) => !isOther(link));
  return all.find((link) => link.mac === mac) ?? (all.length === 1 ? all[0] : undefined);
}

/** What tells that somebody renamed a link, and what gives it its name back. */
export function renamed({ namespace, name }: LinkEnd, link: Link | undefined): { drift: string[]; renaming: Step[] } {
  if (link === undefined || link.name === name) return { drift: [], renaming: [] };
  const renaming = [ipStep(namespace, "link", "set", "dev", link.name, "name", name)];
  return { drift: [`${name} is named ${link.name}`], renaming };
}

/** Whose a link is: its alias tells, or before it has one, the MAC of its birth. */
export function linkOwner(link: Link, birth: Birth): Owner | undefined {
  const born = link.alias === undefined && link.mac === birth.mac ? birth.owner : undefined;
  const marked = ownerOf(link.alias) ?? born;
  return marked ?? (birth.owner === UNMARKED ? UNMARKED : undefined);
}

export function whatLink(link: Link): string {
  return link.kind === undefined ? "an interface" : `an interface of kind ${link.kind}`;
}

function onOff(flag: boolean | undefined): string {
  return flag ? "on" : "off";
}
