import { groupBy } from "../provider/group-by";
import { contains, familyOf, isLinkLocal, networkOf, withoutLength } from "../provider/inputs/addresses";
import { hasUnknown, isUnknown } from "../provider/inputs/check";
import { placeText } from "../provider/namespaces";
import type { LinkEnd, PortEnd } from "../provider/resources/link-end";
import { tunnelsBetween } from "../provider/resources/vxlan-ends";
import type { Standing } from "./host/standing";
import { type Declared, ofKind, ownersOf, type Program } from "./program";

/** A network stack: the name of a namespace, undefined for the host's own. */
export type Place = string | undefined;

/** An interface that the program makes, or that stands already and is none of the program's. */
export interface Interface {
  /** Who makes it; undefined for one that stands. */
  resource: Declared<"bridge"> | Declared<"vethPair"> | Declared<"vxlan"> | undefined;
  kind: "bridge" | "veth" | "vxlan" | "other";
  place: Place;
  name: string;
  /** Those that are known, with their prefix lengths. */
  addresses: string[];
  up: boolean;
  /** Undefined where it is not known. */
  mtu?: number;
  stp: boolean;
  /** Whether it is kept from other isolated ports of its bridge, or may be. */
  isolated: boolean;
  /** The bridge in the same place whose port it is. */
  master?: string;
  /** Whether `addresses` are all, and `up` is right. */
  isKnown: boolean;
  /** Whether it may be connected to more than is known. */
  isOpen: boolean;
}

/** Two interfaces of which each gives out what goes into the other. */
export type Cable = [Interface, Interface];

/** What a program and the host's network make together. */
export interface Topology {
  program: Program;
  standing: Standing | undefined;
  interfaces: Interface[];
  cables: Cable[];
  /** Those of VXLAN interfaces of which one sends to the other. */
  tunnels: Cable[];
  /** The interfaces of a place. */
  at: (place: Place) => Interface[];
  /** The interfaces that carry an address, given without its length. */
  carriersOf: (address: string) => Interface[];
  /** Whether a place is a namespace that the program makes. */
  makes: (place: Place) => boolean;
  /** Whether all interfaces of a place are known, with their addresses. */
  isWholeAt: (place: Place) => boolean;
}

/** Lays out a program on what stands already: undefined where nothing of it could be read. */
export function topologyOf(program: Program, standing?: Standing): Topology {
  const bridges = ofKind(program, "bridge").map((resource) => interfaceOf(resource, resource.inputs, "bridge"));
  const ends = ofKind(program, "vethPair").map((resource): [Interface | undefined, Interface | undefined] => [
    interfaceOf(resource, resource.inputs, "veth"),
    isUnknown(resource.inputs.peer) ? undefined : interfaceOf(resource, resource.inputs.peer, "veth"),
  ]);
  const vxlans = ofKind(program, "vxlan").map((resource) => ({
    end: interfaceOf(resource, resource.inputs, "vxlan"),
    tunnel: resource.inputs,
  }));
  const found = [...bridges, ...ends.flat(), ...vxlans.map(({ end }) => end)];
  const declared = found.filter((it) => it !== undefined);
  const isReadable = declared.length === found.length && !program.hasUnreadable;
  for (const [a, b] of ends) {
    if (a && !b) a.isOpen = true;
    if (b && !a) b.isOpen = true;
  }
  const made = new Set(ofKind(program, "namespace").map(({ inputs }) => inputs.name));
  const interfaces = [...declared, ...foreignInterfaces(declared, program, made, standing)];
  const places = groupBy(interfaces, ({ place }) => place);
  const carriers = groupBy(
    interfaces.flatMap((it) => it.addresses.map((address) => ({ it, address: withoutLength(address) }))),
    ({ address }) => address,
  );
  return {
    program,
    standing,
    interfaces,
    cables: ends.filter((pair): pair is Cable => pair[0] !== undefined && pair[1] !== undefined),
    tunnels: tunnelsBetween(vxlans).filter((pair): pair is Cable => !pair.includes(undefined)),
    at: (place) => places.get(place) ?? [],
    carriersOf: (address) => (carriers.get(address) ?? []).map(({ it }) => it),
    makes: (place) => place !== undefined && made.has(place),
    isWholeAt: (place) =>
      isReadable && isSeen(place, made, standing) && (places.get(place) ?? []).every(({ isKnown }) => isKnown),
  };
}

/** What a place holds besides the program's is known of one that was read, and of a namespace that is yet to be made. */
function isSeen(place: Place, made: ReadonlySet<string>, standing: Standing | undefined): boolean {
  if (standing?.places.has(place)) return true;
  return place !== undefined && made.has(place) && standing?.namespaces?.includes(place) === false;
}

function interfaceOf(
  resource: Declared<"bridge"> | Declared<"vethPair"> | Declared<"vxlan">,
  end: LinkEnd & Partial<PortEnd> & { stp?: boolean },
  kind: "bridge" | "veth" | "vxlan",
): Interface | undefined {
  const { name, namespace, addresses = [], mtu, up, master, stp, isolated } = end;
  if (isUnknown(name) || isUnknown(namespace)) return undefined;
  return {
    ...{ resource, kind, place: namespace, name },
    addresses: isUnknown(addresses) ? [] : addresses.filter((address) => !isUnknown(address)),
    up: up === true,
    ...(isUnknown(mtu) ? {} : { mtu }),
    // What is not known yet is taken for what no finding says anything about.
    stp: kind === "bridge" && stp !== false,
    isolated: kind !== "bridge" && isolated !== false,
    ...(master === undefined || isUnknown(master) ? {} : { master }),
    isKnown: !hasUnknown(addresses) && !isUnknown(up),
    isOpen: isUnknown(master),
  };
}

/** What stands in the places of the program and is not declared: neither by its owner's mark nor by its name. */
function foreignInterfaces(
  declared: readonly Interface[],
  program: Program,
  made: ReadonlySet<string>,
  standing?: Standing,
): Interface[] {
  const owners = ownersOf(program);
  return [...(standing?.places ?? [])].flatMap(([place, { links }]) =>
    links
      .filter(({ name }) => name !== "lo")
      // In a namespace of the program all that linuxnet has made is the program's, and on its way out if not declared.
      .filter(({ owner }) => owner === undefined || !(owners.has(owner) || (place !== undefined && made.has(place))))
      .filter(({ name }) => !declared.some((own) => own.place === place && own.name === name))
      .map(({ name, addresses, dynamicAddresses, up, mtu, master, kind }): Interface => ({
        ...{ resource: undefined, place, name, up, mtu, stp: false, isolated: false, isKnown: true, isOpen: true },
        addresses: [...addresses, ...dynamicAddresses],
        kind: kind === "bridge" || kind === "veth" || kind === "vxlan" ? kind : "other",
        ...(master === undefined ? {} : { master }),
      })),
  );
}

/** The subnets that an interface's addresses put it in: not those of one host alone, nor the link-local ones that every link has. */
export function subnetsOf({ addresses, up }: Interface): { address: string; network: string }[] {
  return addresses
    .filter((address) => up && !isHostAlone(address) && !isLinkLocal(address))
    .map((address) => ({ address, network: networkOf(address) }));
}

function isHostAlone(cidr: string): boolean {
  return cidr.endsWith(familyOf(cidr) === 4 ? "/32" : "/128");
}

/** Whether an interface's subnets contain an address. */
export function reaches(it: Interface, address: string): boolean {
  return it.up && it.addresses.some((own) => contains(own, address));
}

/** Whether an interface carries an address, given without its length. */
export function carries({ addresses }: Interface, address: string): boolean {
  return addresses.some((own) => withoutLength(own) === address);
}

/** Whether two networks have addresses in common. */
export function overlap(a: string, b: string): boolean {
  return contains(a, b) || contains(b, a);
}

/** An interface and where it is: `ceth0 in namespace ns0`. */
export function placed({ name, place }: Interface): string {
  return `${name} ${placeText(place)}`;
}

/** How messages call a place as somebody who sends and gets packets. */
export function who(place: Place): string {
  return place ?? "the host";
}
