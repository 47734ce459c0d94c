import { familyOf, inNetwork } from "../inputs/addresses";
import { publishedOf } from "../inputs/publish";
import { linkOf } from "../inputs/sysctls";
import { digitsOf, type Owner, ownerOfPart } from "../owner";
import type { Attachment, ContainerState } from "./container";
import { addressesOf, namesPart } from "./container-names";
import { namespace } from "./namespace";
import { ownAddresses } from "./own-addresses";
import { parameters } from "./parameters";
import { part, type Part } from "./part";
import { publishedPorts, type PublishedPortsInputs } from "./published-ports";
import { route, type RouteInputs } from "./route";
import { vethPair } from "./veth-pair";

/** The objects that a container is made of; in the mode "host" there are none. */
export function partsOf(state: ContainerState): Part[] {
  const { name, network, networks = [], sysctls = {}, owner } = state;
  if (network === "host") return [];
  const way = networks.find(({ network: { internal } }) => !internal);
  const links = networks.map((it, index) => linkPart(it, interfaceOf(index), state));
  const hasIPv6 = networks.some(({ address6 }) => address6 !== undefined);
  const own = { ...(networks.length > 0 ? { [NEW_LINKS]: hasIPv6 ? "0" : "1" } : {}), ...ofNoLink(sysctls) };
  const ipv6 = part("ipv6", parameters, {
    ...{ namespace: name, device: "lo", owner: ownerOfPart(owner, "ipv6") },
    // That of all links writes the others.
    values: { [ALL_LINKS]: hasIPv6 || networks.length === 0 ? "0" : "1", ...switchesOfIPv6(sysctls) },
  });
  return [
    part("namespace", namespace, { name, adopt: false, owner, ...(isEmpty(own) ? {} : { sysctls: own }) }),
    // Its addresses are kept to their networks before anybody can use them.
    ...addressesParts(networks, owner),
    // A link keeps no IPv6 address where IPv6 is off.
    ...(hasIPv6 ? [ipv6, ...links] : [...links, ipv6]),
    ...networks.flatMap((it, index) => parametersParts(it, interfaceOf(index), state)),
    ...(way === undefined ? [] : routeParts(way, interfaceOf(networks.indexOf(way)), state)),
    ...(way === undefined ? [] : publishedParts(way, state)),
    namesPart(state),
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

/** One for each place that its networks are in. */
function addressesParts(networks: readonly Attachment[], owner: Owner): Part[] {
  const places = new Set(networks.map(({ network: { namespace } }) => namespace ?? ""));
  return [...places].map((place) => {
    const its = networks.filter(({ network: { namespace = "" } }) => namespace === place);
    const key = `addresses ${place}`;
    const addresses = its.flatMap((it) => addressesOf(it).map((address) => ({ address, bridge: it.network.bridge })));
    return part(key, ownAddresses, { ...placeOf(its[0] as Attachment), addresses, owner: ownerOfPart(owner, key) });
  });
}

/** The parameters of its interface in a network. */
function parametersParts(it: Attachment, device: string, { name, sysctls = {}, owner }: ContainerState): Part[] {
  const values = Object.fromEntries(Object.entries(sysctls).filter(([key]) => linkOf(key) === device));
  if (isEmpty(values)) return [];
  const key = `parameters ${it.network.name}`;
  const inputs = { namespace: name, device, values, owner: ownerOfPart(owner, key) };
  return [part(key, parameters, inputs, linkKey(it.network.name))];
}

function linkPart(it: Attachment, name: string, { name: container, owner }: ContainerState): Part {
  const { network } = it;
  const own = ownerOfLink(owner, network.name);
  const addresses = addressesOf(it).map((address) => inNetwork(address, subnetOf(it, address)));
  return part(linkKey(network.name), vethPair, {
    ...{
      name: `veth${digitsOf(container, network.name).slice(0, 10)}`,
      ...placeOf(it),
      mtu: network.mtu,
      up: true,
      master: network.bridge,
      owner: own,
    },
    ...{ hairpin: true, isolated: network.isolated, adopt: false },
    peer: {
      ...{ name, namespace: container, addresses, mtu: network.mtu, up: true, hairpin: false, isolated: false },
      ...(it.mac === undefined ? {} : { mac: it.mac }),
    },
  });
}

function routeParts(it: Attachment, device: string, { name, owner }: ContainerState): Part[] {
  const { gateway, gateway6 } = it.network;
  const gateways = [gateway, ...(gateway6 === undefined || it.address6 === undefined ? [] : [gateway6])];
  return gateways.map((gateway) => {
    const [family, metric] = familyOf(gateway) === 4 ? [4, 0] : [6, 1024];
    const key = `route ${family}`;
    const inputs: RouteInputs = {
      ...{ namespace: name, destination: "default", gateway, device, metric, table: "main", onlink: false },
      ...{ type: "unicast", adopt: false, owner: ownerOfPart(owner, key) },
    };
    return part(key, route, inputs, linkKey(it.network.name));
  });
}

/** What is published on any address of the host, and on one that is named. */
export const PUBLISHED = { any: "published", named: "published by address" };

/** What is published on any address of the host has chains of its own: those that name one decide first. */
function publishedParts(it: Attachment, { publish = [], owner }: ContainerState): Part[] {
  const forwards = publish.flatMap((text) => forwardsOf(text, it));
  const [any, named] = [
    forwards.filter(({ hostAddress }) => hostAddress === undefined),
    forwards.filter(({ hostAddress }) => hostAddress !== undefined),
  ];
  return [
    { key: PUBLISHED.any, its: any },
    { key: PUBLISHED.named, its: named },
  ].flatMap(({ key, its }) => {
    const inputs = { ...placeOf(it), forwards: its, owner: ownerOfPart(owner, key) };
    return its.length === 0 ? [] : [part(key, publishedPorts, inputs)];
  });
}

/** What is published on any address of the host is so for each family that the container has. */
function forwardsOf(text: string, it: Attachment): PublishedPortsInputs["forwards"] {
  const { family, ...asked } = publishedOf(text);
  return addressesOf(it)
    .filter((address) => family === undefined || family === familyOf(address))
    .map((targetAddress) => ({
      ...{ ...asked, targetAddress, targetNetwork: subnetOf(it, targetAddress), outInterface: it.network.bridge },
    }));
}
