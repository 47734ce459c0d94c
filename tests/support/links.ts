import { run, sh, succeeds, type Place } from "./command";
import { rulesText } from "./snapshot";

export interface IpLink {
  ifname: string;
  ifindex: number;
  mtu: number;
  address: string;
  flags: string[];
  ifalias?: string;
  master?: string;
  linkinfo: {
    info_kind: string;
    info_data?: { stp_state?: number; vlan_filtering?: number; vlan_default_pvid?: number };
    info_slave_data?: Record<string, unknown> & { hairpin: boolean; isolated: boolean };
  };
  addr_info: { local: string; prefixlen: number; scope: string }[];
}

/** One link as `ip -j` tells it. */
export function link(name: string, place?: Place): IpLink {
  const [found] = JSON.parse(run(["ip", "-j", "-d", "address", "show", "dev", name], place)) as IpLink[];
  return found as IpLink;
}

/** A link's addresses, but for the kernel's own. */
export function addresses(name: string, place?: Place): string[] {
  const { addr_info: all } = link(name, place);
  return all.filter(({ scope }) => scope !== "link").map(({ local, prefixlen }) => `${local}/${prefixlen}`);
}

export function hasLink(name: string, place?: Place): boolean {
  return succeeds(["ip", "link", "show", "dev", name], place);
}

/** The routes that `ip route show` finds: `routes("10.1.0.0/16 table 100")`. */
export function routes(selector: string, place?: Place): string[] {
  const lines = sh(`ip route show ${selector}`, place).split("\n");
  return lines.map((line) => line.trim()).filter(Boolean);
}

/** All of our chains and hooks, as iptables-save shows them. */
export function ourRules(place?: Place): string[] {
  const lines = ([4, 6] as const).flatMap((family) => rulesText(place, family).split("\n"));
  return lines.filter((line) => line.includes("LN-"));
}
