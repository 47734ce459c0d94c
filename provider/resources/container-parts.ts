import { familyOf, inNetwork } from "../inputs/addresses";
import { publishedOf } from "../inputs/publish";
import { type Owner, ownerOfPart } from "../owner";
import type { Attachment, ContainerState } from "./container";
import { namespace } from "./namespace";
import { ownAddress } from "./own-address";
import { part, type Part } from "./part";
import { portForward } from "./port-forward";
import { route } from "./route";
import { vethPair } from "./veth-pair";

/** The objects that a container is made of; in the mode "host" there are none. */
export function partsOf(state: ContainerState): Part[] {
  const { name, network, networks = [], publish = [], sysctls, owner } = state;
  if (network === "host") return [];
  const way = networks.find(({ network: { internal } }) => !internal);
  return [
    part("namespace", namespace, { name, adopt: false, owner, ...withSysctls(sysctls, networks) }),
    // Its address is kept to its network before anybody can use it.
    ...networks.map((it) => ownAddressPart(it, owner)),
    ...networks.map((it, index) => linkPart(it, `eth${index}`, state)),
    ...(way === undefined ? [] : routeParts(way, `eth${networks.indexOf(way)}`, state)),
    ...(way === undefined ? [] : publish.flatMap((text) => forwardParts(text, way, owner))),
  ];
}

const DISABLE_IPV6 = "net.ipv6.conf.all.disable_ipv6";

/** The owner of a container's veth pair in a network. */
export function ownerOfLink(owner: Owner, network: string): Owner {
  return ownerOfPart(owner, `link ${network}`);
}

/** Without an IPv6 address a container has no IPv6. */
function withSysctls(
  sysctls: Record<string, string> | undefined,
  networks: readonly Attachment[],
): { sysctls?: Record<string, string> } {
  const isWithout = networks.every(({ address6 }) => address6 === undefined);
  const values = { ...(networks.length > 0 ? { [DISABLE_IPV6]: isWithout ? "1" : "0" } : {}), ...sysctls };
  return Object.keys(values).length === 0 ? {} : { sysctls: values };
}

function placeOf({ network: { namespace: place } }: Attachment): { namespace?: string } {
  return place === undefined ? {} : { namespace: place };
}

function addressesOf({ address, address6 }: Attachment): string[] {
  return [address, ...(address6 === undefined ? [] : [address6])];
}

/** The one of an address's family. */
function subnetOf({ network: { subnet, subnet6 } }: Attachment, address: string): string {
  return familyOf(address) === 4 ? subnet : (subnet6 as string);
}

function ownAddressPart(it: Attachment, owner: Owner): Part {
  const key = `address ${it.network.name}`;
  return part(key, ownAddress, {
    ...{ ...placeOf(it), bridge: it.network.bridge, addresses: addressesOf(it), owner: ownerOfPart(owner, key) },
  });
}

function linkPart(it: Attachment, name: string, { name: container, owner }: ContainerState): Part {
  const { network } = it;
  const own = ownerOfLink(owner, network.name);
  const addresses = addressesOf(it).map((address) => inNetwork(address, subnetOf(it, address)));
  return part(`link ${network.name}`, vethPair, {
    ...{
      name: `veth${own.slice(-10)}`,
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
    return part(key, route, {
      ...{ namespace: name, destination: "default", gateway, device, metric, table: "main", onlink: false },
      ...{ type: "unicast", adopt: false, owner: ownerOfPart(owner, key) },
    });
  });
}

/** What is published on any address of the host is so for each family that the container has. */
function forwardParts(text: string, it: Attachment, owner: Owner): Part[] {
  const { family, ...asked } = publishedOf(text);
  return addressesOf(it)
    .filter((address) => family === undefined || family === familyOf(address))
    .map((targetAddress) => {
      const key = `forward ${text} ${familyOf(targetAddress)}`;
      const targetNetwork = subnetOf(it, targetAddress);
      return part(key, portForward, {
        ...{ ...placeOf(it), ...asked, targetAddress, targetNetwork, outInterface: it.network.bridge },
        owner: ownerOfPart(owner, key),
      });
    });
}
