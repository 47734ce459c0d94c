import { FAMILIES, type Family, familyOf, inNetwork } from "../inputs/addresses";
import { publishedOf } from "../inputs/publish";
import { linkOf } from "../inputs/sysctls";
import { digitsOf, type Owner, ownerOfPart } from "../owner";
import type { AttachedNetwork, Attachment, ContainerState } from "./container";
import { addressesOf, namesPart } from "./container-names";
import { wayOf } from "./container-ways";
import { macOfPart } from "./mac-owner";
import { namespace } from "./namespace";
import { ownAddresses } from "./own-addresses";
import { parameters } from "./parameters";
import { part, type Part } from "./part";
import { publishedPorts, type PublishedPortsInputs } from "./published-ports";
import { route, type RouteInputs } from "./route";
import { vethPair } from "./veth-pair";

/** The objects that a container is made of; in the mode "host" there are none. */
export function partsOf(state: ContainerState): Part[] {
  const { network, networks = [], owner } = state;
  if (network === "host") return [];
  const [own, ...rest] = innerPartsOf(state) as [Part, ...Part[]];
  // Its addresses are kept to their networks before anybody can use them.
  return [own, ...addressesParts(networks, owner), ...rest, ...publishedParts([state], owner), namesPart(state)];
}

/** The namespace of a container, and what is in it. */
export function innerPartsOf(state: ContainerState): Part[] {
  const { name, networks = [], sysctls = {}, owner } = state;
  const links = networks.map((it, index) => linkPart(it, interfaceOf(index), state));
  const hasIPv6 = hasIPv6In(networks);
  // That of all links writes that of new ones.
  const ofNewLinks = sysctls[ALL_LINKS] ?? (hasIPv6 ? "0" : "1");
  const own = { ...(networks.length > 0 ? { [NEW_LINKS]: ofNewLinks } : {}), ...ofNoLink(sysctls) };
  const ipv6 = part("ipv6", parameters, {
    ...{ namespace: name, device: "lo", owner: ownerOfPart(owner, "ipv6") },
    // That of all links writes the others.
    values: { [ALL_LINKS]: hasIPv6 || networks.length === 0 ? "0" : "1", ...switchesOfIPv6(sysctls) },
  });
  return [
    part("namespace", namespace, { name, adopt: false, owner, ...(isEmpty(own) ? {} : { sysctls: own }) }),
    // A link keeps no IPv6 address where IPv6 is off.
    ...(hasIPv6 ? [ipv6] : []),
    ...links,
    ...networks.flatMap((it, index) => parametersParts(it, interfaceOf(index), state)),
    ...FAMILIES.flatMap((family) => routeParts(family, networks, state)),
    ...(hasIPv6 ? [] : [ipv6]),
  ];
}

/** Without an IPv6 address a container has no IPv6. */
const ALL_LINKS = "net.ipv6.conf.all.disable_ipv6";
const NEW_LINKS = "net.ipv6.conf.default.disable_ipv6";

/** The owner of a container's veth pair in a network. */
export function ownerOfLink(owner: Owner, network: string): Owner {
  return ownerOfPart(owner, linkKey(network));
}

/** The name of its interface in the first of its networks is that of 0. */
export function interfaceOf(index: number): string {
  return `eth${index}`;
}

function linkKey(network: string): string {
  return `link ${network}`;
}

function ofNoLink(sysctls: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(sysctls).filter(([key]) => linkOf(key) === undefined));
}

function switchesOfIPv6(sysctls: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(ofNoLink(sysctls)).filter(([key]) => /\.disable_ipv6$/.test(key)));
}

function hasIPv6In(networks: readonly Attachment[]): boolean {
  return networks.some(({ address6 }) => address6 !== undefined);
}

function isEmpty(values: object): boolean {
  return Object.keys(values).length === 0;
}

function placeOf({ network: { namespace: place } }: Attachment): { namespace?: string } {
  return place === undefined ? {} : { namespace: place };
}

/** The one of an address's family. */
function subnetOf({ network: { subnet, subnet6 } }: Attachment, address: string): string {
  return familyOf(address) === 4 ? subnet : (subnet6 as string);
}

/** What keeps addresses to their networks, one for each place that these are in. */
export function addressesParts(networks: readonly Attachment[], owner: Owner): Part[] {
  const places = new Set(networks.map(({ network: { namespace } }) => namespace ?? ""));
  return [...places].map((place) => {
    const its = networks.filter(({ network: { namespace = "" } }) => namespace === place);
    const key = `addresses ${place}`;
    const addresses = its.flatMap((it) => addressesOf(it).map((address) => ({ address, bridge: it.network.bridge })));
    return part(key, ownAddresses, { ...placeOf(its[0] as Attachment), addresses, owner: ownerOfPart(owner, key) });
  });
}

/** The same for no address. */
export function spareAddresses(network: AttachedNetwork, owner: Owner): Part {
  const { namespace } = network;
  const key = `addresses ${namespace ?? ""}`;
  const place = namespace === undefined ? {} : { namespace };
  return part(key, ownAddresses, { ...place, addresses: [], owner: ownerOfPart(owner, key) });
}

/** The parameters of its interface in a network. In one without IPv6 it has none, though the container has in another. */
function parametersParts(it: Attachment, device: string, state: ContainerState): Part[] {
  const { name, networks = [], sysctls = {}, owner } = state;
  const values = {
    ...(it.address6 === undefined && hasIPv6In(networks) ? { [`net.ipv6.conf.${device}.disable_ipv6`]: "1" } : {}),
    ...Object.fromEntries(Object.entries(sysctls).filter(([key]) => linkOf(key) === device)),
  };
  if (isEmpty(values)) return [];
  const key = `parameters ${it.network.name}`;
  const inputs = { namespace: name, device, values, owner: ownerOfPart(owner, key) };
  return [part(key, parameters, inputs, linkKey(it.network.name))];
}

function linkPart(it: Attachment, name: string, state: ContainerState): Part {
  const { network } = it;
  const { name: container, owner, macsOf } = state;
  const own = ownerOfLink(owner, network.name);
  const macOf = (end: "first" | "peer"): string => macOfPart(state, (of) => ownerOfLink(of, network.name), end);
  const peerMac = it.mac ?? (macsOf === undefined ? undefined : macOf("peer"));
  const addresses = addressesOf(it).map((address) => inNetwork(address, subnetOf(it, address)));
  return part(linkKey(network.name), vethPair, {
    ...{
      name: `veth${digitsOf(container, network.name).slice(0, 10)}`,
      ...placeOf(it),
      mtu: network.mtu,
      up: true,
      master: network.bridge,
      owner: own,
      ...(macsOf === undefined ? {} : { mac: macOf("first") }),
    },
    ...{ hairpin: true, isolated: network.isolated, adopt: false },
    peer: {
      ...{ name, namespace: container, addresses, mtu: network.mtu, up: true, hairpin: false, isolated: false },
      ...(peerMac === undefined ? {} : { mac: peerMac }),
    },
  });
}

function routeParts(family: Family, networks: readonly Attachment[], { name, owner }: ContainerState): Part[] {
  const way = wayOf(networks, family);
  const gateway = family === 4 ? way?.network.gateway : way?.network.gateway6;
  if (way === undefined || gateway === undefined) return [];
  const key = `route ${family}`;
  const inputs: RouteInputs = {
    ...{ namespace: name, destination: "default", gateway, device: interfaceOf(networks.indexOf(way)) },
    ...{ metric: family === 4 ? 0 : 1024, table: "main", onlink: false },
    ...{ type: "unicast", adopt: false, owner: ownerOfPart(owner, key) },
  };
  return [part(key, route, inputs, linkKey(way.network.name))];
}

/** What is published on any address of the host, and on one that is named. */
export const PUBLISHED = { any: "published", named: "published by address" };

/** What publishes ports. */
export type Publisher = Pick<ContainerState, "networks" | "publish">;

/**
 * What containers publish whose ways leave by the same routers. What is published on any address of the host has chains of
 * its own: those that name one decide first.
 */
export function publishedParts(containers: readonly Publisher[], owner: Owner): Part[] {
  return allPublished(containers, owner).flatMap(({ key, inputs }) =>
    inputs.forwards.length === 0 ? [] : [part(key, publishedPorts, inputs)],
  );
}

/** The chains that they do not need, as they would for other ports. */
export function sparePublished(containers: readonly Publisher[], owner: Owner): Part[] {
  return allPublished(containers, owner).flatMap(({ key, inputs }) =>
    inputs.forwards.length === 0 ? [part(key, publishedPorts, inputs)] : [],
  );
}

function allPublished(containers: readonly Publisher[], owner: Owner): { key: string; inputs: PublishedPortsInputs }[] {
  return groupsOfWays(containers[0]?.networks ?? []).flatMap(({ suffix, families, place }) => {
    const forwards = containers.flatMap(({ networks = [], publish = [] }) =>
      publish.flatMap((text) => families.flatMap((family) => forwardsOf(text, networks, family))),
    );
    return [
      { key: PUBLISHED.any, its: forwards.filter(({ hostAddress }) => hostAddress === undefined) },
      { key: PUBLISHED.named, its: forwards.filter(({ hostAddress }) => hostAddress !== undefined) },
    ].map(({ key, its }) => ({
      key: `${key}${suffix}`,
      inputs: { ...place, forwards: its, owner: ownerOfPart(owner, `${key}${suffix}`) },
    }));
  });
}

/** The families whose ways leave by one router, with what tells their parts from the others'. */
export function groupsOfWays(
  networks: readonly Attachment[],
): { suffix: "" | " 6"; families: readonly Family[]; place: { namespace?: string } }[] {
  const [place, place6] = FAMILIES.map((family) => wayOf(networks, family)).map((way) => way && placeOf(way));
  if (place === undefined) return [];
  if (place6 === undefined || place6.namespace === place.namespace) return [{ suffix: "", families: FAMILIES, place }];
  return [
    { suffix: "", families: [4], place },
    { suffix: " 6", families: [6], place: place6 },
  ];
}

/** What is published on any address of the host is so for each family that the container has. */
function forwardsOf(text: string, networks: readonly Attachment[], own: Family): PublishedPortsInputs["forwards"] {
  const { family, ...asked } = publishedOf(text);
  const way = wayOf(networks, own);
  const targetAddress = own === 4 ? way?.address : way?.address6;
  if (way === undefined || targetAddress === undefined || ![undefined, own].includes(family)) return [];
  const { bridge: outInterface } = way.network;
  return [{ ...asked, targetAddress, targetNetwork: subnetOf(way, targetAddress), outInterface }];
}
