import type { Family } from "../inputs/addresses";
import { type Chain, isHook, isPart, type Part, type Table, type Tables, USER_CHAIN } from "./chains";
import { rule } from "./rule";

/**
 * A kernel parameter of a whole namespace that must be on while certain chains stand. The value that it had before the
 * first of them is kept in the kernel, in the name of a chain, and put back when the last of them goes: a resource's
 * state could not tell, because resources come and go in any order.
 */
export interface Switch {
  key: string;
  family: Family;
  table: Table;
  neededBy: Part;
  /** The marker's name, less the value before. */
  marker: string;
  /** Rules that must stand as long as the marker. */
  guard?: readonly string[];
}

/** Neither to 127.x nor, forged, from there. */
export const LOOPBACK_GUARD: readonly string[] = [
  rule({ destination: "127.0.0.0/8", notIn: "lo", target: "DROP" }),
  rule({ source: "127.0.0.0/8", notIn: "lo", target: "DROP" }),
];

export const SWITCHES: readonly Switch[] = [
  { key: "net.ipv4.ip_forward", family: 4, table: "filter", neededBy: "FWD", marker: "LN-WAS-ip_forward-" },
  { key: "net.ipv6.conf.all.forwarding", family: 6, table: "filter", neededBy: "FWD", marker: "LN-WAS-forwarding-" },
  {
    key: "net.ipv4.conf.all.route_localnet",
    family: 4,
    table: "raw",
    neededBy: "LO",
    marker: "LN-WAS-route_localnet-",
    guard: LOOPBACK_GUARD,
  },
];

export function isNeeded(it: Switch, tables: Tables): boolean {
  return [...(tables.get(it.table)?.keys() ?? [])].some((name) => isPart(name, it.neededBy));
}

/** The parts whose rules name the interfaces that packets pass by. */
const PASSED: readonly Part[] = ["FWD", "NET"];

/**
 * The forwarding of each interface that chains which let packets through name. IPv6 asks ip_forward's counterpart alone
 * (ip6_forward in net/ipv6/ip6_output.c).
 */
export function forwardingOf(it: Switch, tables: Tables): string[] {
  if (it.key !== "net.ipv4.ip_forward") return [];
  const rules = [...(tables.get(it.table) ?? [])].flatMap(([name, all]) =>
    PASSED.some((part) => isPart(name, part)) ? all : [],
  );
  const devices = rules.flatMap((text) =>
    [...text.matchAll(/(?<=^| )(?<!! )-[io] (\S+)/g)].map(([, name = ""]) => name),
  );
  return [...new Set(devices)].map((device) => deviceKey(4, device, "forwarding"));
}

/** Any number but 0 is on. */
export function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== "0";
}

/** What we changed, and what it was. */
export interface Before {
  /** The switch's own value. */
  value: string;
  /** Other parameters that go with it, by name: `net.ipv4.conf.eth0.forwarding`. */
  others: Record<string, string>;
}

/** How it was before, as the marker tells it; undefined if we never changed it. */
export function before(it: Switch, tables: Tables): Before | undefined {
  const [name, rules = []] = [...(tables.get(it.table) ?? [])].find(([chain]) => chain.startsWith(it.marker)) ?? [];
  if (name === undefined) return undefined;
  const others = rules.flatMap((text) => {
    const [, device, parameter, value] = REMEMBERED.exec(text) ?? [];
    return device === undefined ? [] : [[deviceKey(it.family, device, parameter ?? ""), value]];
  });
  return { value: name.slice(it.marker.length), others: Object.fromEntries(others) as Record<string, string> };
}

/** The marker: its rules have no target, and where there is no guard nothing leads to them. */
export function markerOf(it: Switch, { value, others }: Before): Chain {
  const rules = Object.entries(others).map(([key, was]) => {
    const { device, parameter } = ofDevice(key);
    return `-i ${device} -m comment --comment "${parameter}=${was}"`;
  });
  return {
    family: it.family,
    table: it.table,
    name: it.marker + value,
    hooks: it.guard ? ["PREROUTING"] : [],
    rules: [...(it.guard ?? []), ...rules],
  };
}

const REMEMBERED = /^-i (\S+) -m comment --comment "(\w+)=(\d+)"$/;

/** sysctl(8) writes the dots of an interface's name as slashes. */
export function deviceKey(family: Family, device: string, parameter: string): string {
  return `net.ipv${family}.conf.${device.replaceAll(".", "/")}.${parameter}`;
}

export function ofDevice(key: string): { device: string; parameter: string } {
  const [, , , device = "", parameter = ""] = key.split(".");
  return { device: device.replaceAll("/", "."), parameter };
}

/** Whether a rule can carry the name of an interface: a trailing `+` would mean others, too. */
export function isCarried(device: string): boolean {
  return /^[A-Za-z0-9_][\w.@=-]{0,14}$/.test(device);
}

/** The first rule of somebody else that may need packets to be forwarded, with its chain: `-A FORWARD -j DROP`. */
export function foreignRule(tables: Tables): string | undefined {
  const chains = [
    ...[...(tables.get("filter") ?? [])].filter(([name]) => name === "FORWARD" || name === USER_CHAIN),
    ...[...(tables.get("nat") ?? [])].filter(([name]) => NAT.includes(name)),
  ];
  const [chain, rules = []] = chains.find(([, all]) => !all.every(isHook)) ?? [];
  return chain === undefined ? undefined : `-A ${chain} ${rules.find((text) => !isHook(text))}`;
}

const NAT = ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"];

/** Whether a switch is among parameters. */
export function hasSwitch(values: Readonly<Record<string, string>>): boolean {
  return SWITCHES.some(({ key }) => key in values);
}
