import type { Family } from "../inputs/addresses";
import { parseJson } from "./json";
import { type ToldVxlan, type VxlanData, vxlanBeyond, vxlanData } from "./vxlan";

/** An interface as `ip -j -d addr show` tells it. */
export interface Link {
  name: string;
  index: number;
  /** The kind in `ip link add … type KIND`: `veth`, `bridge`; undefined for physical interfaces. */
  kind: string | undefined;
  alias: string | undefined;
  mac: string;
  mtu: number;
  up: boolean;
  master: string | undefined;
  /** The index of a veth's other end in its own namespace. */
  peerIndex: number | undefined;
  /** The name of a veth's other end, or of what a VLAN is over, where both lie in one namespace. */
  peerName: string | undefined;
  /** With their prefix lengths. */
  addresses: string[];
  /** Those that DHCP or router advertisements gave it. */
  dynamicAddresses: string[];
  stp: boolean;
  vlanFiltering: boolean;
  /** 0 for none; 1 where the kernel's bridges know no VLANs. */
  vlanDefaultPvid: number;
  /** Of a bridge, the families of which it has iptables see what passes it, whatever the parameter of all says. */
  netfilter?: Family[];
  /** The VLAN of an interface of kind vlan. */
  vlanId: number | undefined;
  hairpin: boolean;
  isolated: boolean;
  /** All that ip tells of it as a port, by ip's words. */
  port: Record<string, unknown>;
  /** The number by which its namespace knows that of a veth's other end. */
  peerNamespace: number | undefined;
  /** Of one of kind vxlan. */
  vxlan?: VxlanData;
  /** What it is beyond all this: `address 10.0.0.1 peer 10.0.0.2/32`. */
  beyond: string[];
}

interface IpLink {
  ifname: string;
  ifindex: number;
  link_index?: number;
  link?: string;
  link_netnsid?: number;
  flags: string[];
  mtu: number;
  master?: string;
  address?: string;
  ifalias?: string;
  linkinfo?: {
    info_kind?: string;
    info_data?: {
      stp_state?: number;
      vlan_filtering?: number;
      vlan_default_pvid?: number;
      nf_call_iptables?: number;
      nf_call_ip6tables?: number;
      id?: number;
    } & ToldVxlan;
    info_slave_kind?: string;
    info_slave_data?: { hairpin?: boolean; isolated?: boolean };
  };
  addr_info?: IpAddress[];
}

interface IpAddress {
  local: string;
  /** Of a point-to-point address, the other point. */
  address?: string;
  prefixlen: number;
  dynamic?: boolean;
}

/** Reads the answer of `ip -j -d addr show dev NAME`; undefined if it speaks of another link, found by an altname. */
export function parseLink(json: string, name: string): Link | undefined {
  return parseLinks(json).find((link) => link.name === name);
}

/** Reads the answer of `ip -j -d addr show`, in which ip tells what it leaves out as an empty object. */
export function parseLinks(json: string): Link[] {
  const all = parseJson<IpLink>(json).filter((found) => "ifname" in found);
  return all.map((found) => ({
    name: found.ifname,
    index: found.ifindex,
    kind: found.linkinfo?.info_kind,
    alias: found.ifalias,
    mac: found.address ?? "",
    mtu: found.mtu,
    up: found.flags.includes("UP"),
    master: found.master,
    peerIndex: found.link_index,
    peerName: found.link,
    addresses: addressesOf(found, false),
    dynamicAddresses: addressesOf(found, true),
    stp: (found.linkinfo?.info_data?.stp_state ?? 0) !== 0,
    vlanFiltering: (found.linkinfo?.info_data?.vlan_filtering ?? 0) !== 0,
    vlanDefaultPvid: found.linkinfo?.info_data?.vlan_default_pvid ?? 1,
    ...netfilterOf(found),
    vlanId: found.linkinfo?.info_kind === "vlan" ? found.linkinfo.info_data?.id : undefined,
    hairpin: found.linkinfo?.info_slave_data?.hairpin ?? false,
    isolated: found.linkinfo?.info_slave_data?.isolated ?? false,
    port: { ...found.linkinfo?.info_slave_data },
    peerNamespace: found.link_netnsid,
    ...(found.linkinfo?.info_kind === "vxlan" ? { vxlan: vxlanData(found.linkinfo.info_data ?? {}) } : {}),
    beyond: beyondOf(found),
  }));
}

/**
 * The names of the links that `ip -o link show` tells to have an alias, one line a link: not JSON, which a control byte in
 * any foreign name would break. A foreign alias may pretend to be another: whoever asks looks at each link by itself.
 */
export function namesWithAlias(text: string, alias: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [, name] = /^\d+: ([^@\s]+?)(?:@\S+)?: /.exec(line) ?? [];
    return name !== undefined && line.includes(` alias ${alias}`) ? [name] : [];
  });
}

/** Whether a link is one that the kernel makes in every namespace, once its module is loaded (net_has_fallback_tunnels). */
export function isFallback(name: string): boolean {
  return /^(tunl0|gre0|gretap0|erspan0|ip_vti0|ip6_vti0|sit0|ip6tnl0|ip6gre0)$/.test(name);
}

function netfilterOf({ linkinfo }: IpLink): { netfilter?: Family[] } {
  const { nf_call_iptables: four = 0, nf_call_ip6tables: six = 0 } = linkinfo?.info_data ?? {};
  const netfilter: Family[] = [...(four === 0 ? [] : [4 as const]), ...(six === 0 ? [] : [6 as const])];
  return netfilter.length === 0 ? {} : { netfilter };
}

function addressesOf({ addr_info = [] }: IpLink, dynamic: boolean): string[] {
  const told = addr_info.filter((address) => (address.dynamic ?? false) === dynamic);
  return told.map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

function beyondOf({ addr_info = [], linkinfo, master }: IpLink): string[] {
  const port = linkinfo?.info_slave_kind;
  const points = addr_info.filter(({ address }) => address !== undefined);
  return [
    ...points.map(({ local, address, prefixlen }) => `address ${local} peer ${address}/${prefixlen}`),
    ...(port === undefined || port === "bridge" ? [] : [`master ${master}, of kind ${port}`]),
    ...(linkinfo?.info_kind === "vxlan" ? vxlanBeyond(linkinfo.info_data ?? {}) : []),
  ];
}
