import { LinuxnetError } from "../errors";
import { familyOf, isLinkLocal, withoutLength } from "../inputs/addresses";
import type { Link } from "../iproute2/links";
import { macOf, type Owner, ownerOf } from "../owner";
import { namesOf } from "./container-import-names";
import { publishedBy } from "./container-import-ports";
import type { Attachment, ContainerInputs } from "./container";
import { ownerOfLink } from "./container-parts";
import { namespace } from "./namespace";
import { networkBehind } from "./network-import";
import type { Found, View } from "./spec";

/**
 * The container in a namespace, whichever program of linuxnet made it.
 * @throws LinuxnetError where there is no container of linuxnet, or one of which nothing tells all.
 */
export async function findContainer(
  { name, owner }: Pick<ContainerInputs, "name" | "owner">,
  view: View,
): Promise<Found<ContainerInputs> | undefined> {
  const lo = await view.link(name, "lo");
  if (lo === undefined) return undefined;
  const mark = ownerOf(lo.alias);
  const names = mark === undefined ? undefined : namesOf(mark, name, await view.netnsFiles());
  if (mark === undefined || names === undefined) {
    const advice = "what else there is, is imported by its parts: Namespace, VethPair, Route, PortForward";
    throw new LinuxnetError(`namespace ${name} is none that a Container of linuxnet made; ${advice}`);
  }
  const { aliases, ...files } = names;
  const networks: Attachment[] = [];
  for (const link of await interfacesIn(name, view)) {
    const it = await attachmentOf(link, name, mark, view);
    const others = aliases(it.address);
    networks.push({ ...it, ...(others.length === 0 ? {} : { aliases: others }) });
  }
  const publish = await publishedBy(networks, mark, view);
  const found = await namespace.find({ name, owner, adopt: false }, view);
  const sysctls = Object.entries(found?.inputs.sysctls ?? {}).filter(([key]) => !OWN_SYSCTLS.includes(key));
  return {
    mark,
    inputs: {
      ...(networks.length === 0 ? { network: "none" } : { networks }),
      ...(publish.length === 0 ? {} : { publish }),
      ...(sysctls.length === 0 ? {} : { sysctls: Object.fromEntries(sysctls) }),
      ...files,
    },
  };
}

/** What a container gets by its networks. */
const OWN_SYSCTLS = ["all", "default"].map((device) => `net.ipv6.conf.${device}.disable_ipv6`);

/** Those with ends elsewhere, in the order of their networks. */
async function interfacesIn(name: string, view: View): Promise<Link[]> {
  const links = (await view.links(name)).filter(({ kind }) => kind === "veth");
  const number = ({ name }: Link): number => Number(/^eth(\d+)$/.exec(name)?.[1] ?? Infinity);
  return links.sort((a, b) => number(a) - number(b));
}

async function attachmentOf(link: Link, namespace: string, mark: Owner, view: View): Promise<Attachment> {
  const end = await view.otherEnd(namespace, link);
  const bridge = end && (await view.link(end.namespace, end.name))?.master;
  const place = end?.namespace === undefined ? {} : { namespace: end.namespace };
  const found = bridge === undefined ? undefined : await networkBehind({ bridge, ...place }, view);
  if (found === undefined) throw new LinuxnetError(`${link.name} leads to no bridge`);
  const { uplink: _uplink, ...network } = found.inputs;
  const own = ownerOfLink(mark, network.name);
  if (ownerOf(link.alias) !== own) {
    throw new LinuxnetError(
      `${link.name} is not the container's own, or bridge ${bridge} does not tell the name of its network`,
    );
  }
  const of = (family: 4 | 6): string | undefined =>
    link.addresses.find((address) => familyOf(address) === family && !isLinkLocal(address));
  const [address, address6] = [of(4), of(6)];
  if (address === undefined) throw new LinuxnetError(`${link.name} has no IPv4 address`);
  return {
    ...{ network, address: withoutLength(address) },
    ...(address6 === undefined ? {} : { address6: withoutLength(address6) }),
    ...(link.mac === macOf(own, "peer") ? {} : { mac: link.mac }),
  };
}
