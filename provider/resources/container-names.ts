import { HOST_GATEWAY } from "../inputs/resolver";
import { hostsPath, resolvConfPath } from "../netns-files/lines";
import type { OwnLine } from "../netns-files/names";
import { type Owner, ownerOfPart } from "../owner";
import type { Attachment, ContainerInputs } from "./container";
import { wayOf } from "./container-ways";
import { linkId } from "./ids";
import { names } from "./names";
import { part, type Part } from "./part";

/** The owner of a container's names. */
export function ownerOfNames(owner: Owner): Owner {
  return ownerOfPart(owner, "names");
}

/**
 * The files that `ip netns exec` puts into the place of those in /etc. For c1 in a network behind br-web, with c2 in it:
 *
 *     /etc/netns/c1/hosts:        127.0.0.1 localhost # linuxnet:<owner>
 *                                 10.0.0.2 c1 # linuxnet:<owner> br-web
 *                                 10.0.0.3 c2 # linuxnet:<owner of c2> br-web
 *     /etc/netns/c1/resolv.conf:  # linuxnet:<owner>
 *                                 nameserver 10.0.0.1   (where it has name servers of its own)
 */
export function namesPart(inputs: ContainerInputs): Part {
  const { name, owner } = inputs;
  return namesPartOfAll([inputs], `namespace ${name}`, owner);
}

/** Those of containers that are in the same networks, and say the same of other hosts: their files are alike. */
export function namesPartOfAll(all: readonly ContainerInputs[], of: string, owner: Owner): Part {
  const [first] = all;
  const paths = all.map(({ name }) => resolvConfPath(name));
  const lines = first === undefined ? [] : [...hostsLines(all), ...resolverLines(first, paths)];
  return part("names", names, { of, lines, owner: ownerOfNames(owner) });
}

function hostsLines(all: readonly ContainerInputs[]): OwnLine[] {
  const paths = all.map(({ name }) => hostsPath(name));
  const { networks: ofFirst = [], hosts = {} } = all[0] as ContainerInputs;
  const localhost = LOCALHOST.filter((text) => hasIPv6(ofFirst) || !text.startsWith("::1"));
  const own = all.flatMap((inputs) =>
    (inputs.networks ?? []).flatMap((it) =>
      addressesOf(it).map((address) => ({
        ...{ paths, text: `${address} ${namesIn(it, inputs).join(" ")}` },
        network: linkId({ ...it.network, name: it.network.bridge }),
      })),
    ),
  );
  const others = Object.entries(hosts).flatMap(([host, value]) =>
    (value === HOST_GATEWAY ? gatewaysOf(ofFirst) : [value]).map((address) => `${address} ${host}`),
  );
  return [...localhost.map(lineIn(paths)), ...own, ...others.map(lineIn(paths))];
}

const LOCALHOST = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback"];

function lineIn(paths: readonly string[]): (text: string) => OwnLine {
  return (text) => ({ paths, text });
}

/** By the first of its names it is called where its address is asked for one. */
export function namesIn({ aliases = [] }: Attachment, { name, hostname }: ContainerInputs): string[] {
  return [...new Set([hostname ?? name, name, ...aliases])];
}

/** By which it reaches the host: those of the networks that lead out, if there are any. */
function gatewaysOf(networks: readonly Attachment[]): string[] {
  const [way, way6] = [wayOf(networks, 4) ?? networks[0], wayOf(networks, 6) ?? networks[0]];
  if (way === undefined) return [];
  const gateway6 = way6?.address6 === undefined ? undefined : way6.network.gateway6;
  return [way.network.gateway, ...(gateway6 === undefined ? [] : [gateway6])];
}

/** In networks without IPv6 a container has none on lo either; without a network it has. */
function hasIPv6(networks: readonly Attachment[]): boolean {
  return networks.length === 0 || networks.some(({ address6 }) => address6 !== undefined);
}

/** The IPv4 address, and that of IPv6 if there is one. */
export function addressesOf({ address, address6 }: Attachment): string[] {
  return [address, ...(address6 === undefined ? [] : [address6])];
}

function resolverLines(
  { dns = [], dnsSearch = [], dnsOptions = [] }: ContainerInputs,
  paths: readonly string[],
): OwnLine[] {
  const texts = [
    ...dns.map((address) => `nameserver ${address}`),
    ...(dnsSearch.length === 0 ? [] : [`search ${dnsSearch.join(" ")}`]),
    ...(dnsOptions.length === 0 ? [] : [`options ${dnsOptions.join(" ")}`]),
  ];
  return texts.map(lineIn(paths));
}
