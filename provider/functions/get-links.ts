import { optional } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { linkKind } from "../inputs/values";
import type { Link } from "../iproute2/links";
import { ownerOf } from "../owner";
import { type FunctionSpec, needNamespace } from "./spec";

export interface GetLinksArgs {
  /** The namespace to look into. @default the host's own network */
  namespace?: string;
  /** The kind, as in `ip link add … type KIND`: `"bridge"`, `"veth"`. @default any */
  kind?: string;
}

/** A network interface. */
export interface GetLinksLink {
  /** The interface's name. */
  name: string;
  /** The kind, as in `ip link add … type KIND`. A physical interface has none, nor has lo. */
  kind?: string;
  /** The MAC address, where it has one. */
  mac?: string;
  /** The largest packet, in bytes. */
  mtu: number;
  /** Whether it is switched on; not whether there is a carrier. */
  up: boolean;
  /** Its addresses with their prefix lengths. */
  addresses: string[];
  /** The bridge, or other interface, that it is a port of. */
  master?: string;
  /** The owner of the resource that it is, where linuxnet made it. */
  owner?: string;
}

export interface GetLinksResult {
  /** The interfaces in the order of `ip link`, lo among them. */
  links: GetLinksLink[];
}

export const getLinks: FunctionSpec<GetLinksArgs, GetLinksResult> = {
  fields: { namespace: optional(namespaceName), kind: optional(linkKind) },
  async answer({ namespace, kind }, view) {
    await needNamespace(view, namespace);
    const all = await view.links(namespace);
    return { links: all.filter((link) => kind === undefined || link.kind === kind).map(told) };
  },
};

function told({ name, kind, mac, mtu, up, addresses, dynamicAddresses, master, alias }: Link): GetLinksLink {
  const owner = ownerOf(alias);
  return {
    name,
    ...(kind === undefined ? {} : { kind }),
    ...(mac === "" ? {} : { mac }),
    ...{ mtu, up, addresses: [...addresses, ...dynamicAddresses] },
    ...(master === undefined ? {} : { master }),
    ...(owner === undefined ? {} : { owner }),
  };
}
