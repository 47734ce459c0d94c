import type { Family } from "../inputs/addresses";
import { parseJson } from "./json";

/** The number in the `protocol` of every route that linuxnet makes, see ip-route(8); none of rt_protos has it. */
export const PROTOCOL = "76";

/** A route as `ip -j -d route show` tells it. */
export interface RouteEntry {
  type: string;
  destination: string;
  gateway: string | undefined;
  device: string | undefined;
  source: string | undefined;
  metric: number;
  protocol: string;
  onlink: boolean;
  /** What it is beyond all this: `tos 0x10`. */
  beyond: string[];
}

interface IpRoute {
  type?: string;
  dst: string;
  gateway?: string;
  via?: { host: string };
  dev?: string;
  prefsrc?: string;
  metric?: number;
  protocol?: string;
  flags?: string[];
  table?: string;
  scope?: string;
  /** Only IPv6 routes have one. */
  pref?: string;
  nexthops?: { gateway?: string; via?: { host: string }; dev?: string }[];
  [other: string]: unknown;
}

export function parseRoutes(json: string, family: Family): RouteEntry[] {
  return parseJson<IpRoute>(json).map((route) => entryOf(route, family));
}

/** Reads the answer of `ip -j -d route show table all`, which has both families. */
export function parseAllRoutes(json: string): (RouteEntry & { table: string; family: Family })[] {
  return parseJson<IpRoute>(json).map((route) => {
    const isV6 = route.pref !== undefined || `${route.dst} ${route.gateway ?? ""}`.includes(":");
    const family = isV6 ? 6 : 4;
    return { ...entryOf(route, family), table: route.table ?? "main", family };
  });
}

/** The names of linux/rtnetlink.h for the types of route, and for the tables that every host has. */
const TYPES: Record<string, string> = {
  1: "unicast",
  2: "local",
  3: "broadcast",
  4: "anycast",
  5: "multicast",
  6: "blackhole",
  7: "unreachable",
  8: "prohibit",
  9: "throw",
};
const TABLES: Record<string, string> = { 253: "default", 254: "main", 255: "local" };

export interface NextHop {
  gateway: string | undefined;
  device: string | undefined;
}

/** A route of any table, with its next hops where it has several. */
export type NumberedRoute = RouteEntry & { table: string; family: Family; hops: NextHop[] };

/** Reads the answer of `ip -N -j -d route show table all`: what names numbers have is the host's own affair (rt_tables, rt_protos). */
export function parseNumberedRoutes(json: string): NumberedRoute[] {
  const hops = parseJson<IpRoute>(json).map(({ nexthops = [] }) =>
    nexthops.map(({ gateway, via, dev }) => ({ gateway: gateway ?? via?.host, device: dev })),
  );
  return parseAllRoutes(json).map((route, index) => ({
    ...route,
    hops: hops[index] ?? [],
    type: TYPES[route.type] ?? route.type,
    table: TABLES[route.table] ?? route.table,
  }));
}

function entryOf(route: IpRoute, family: Family): RouteEntry {
  return {
    type: route.type ?? "unicast",
    // A route to one host is told without its length.
    destination:
      route.dst === "default" || route.dst.includes("/") ? route.dst : `${route.dst}/${family === 4 ? 32 : 128}`,
    gateway: route.gateway ?? route.via?.host,
    device: route.dev,
    source: route.prefsrc,
    metric: route.metric ?? 0,
    protocol: route.protocol ?? "",
    onlink: route.flags?.includes("onlink") ?? false,
    beyond: beyondOf(route, family),
  };
}

/** What `ip route add` needs no word for, and the words of RouteEntry. `cache`, `error` and `expires` are the kernel's own. */
const KNOWN = new Set(
  "type dst gateway via dev prefsrc metric protocol flags table pref scope cache error expires".split(" "),
);

function beyondOf(route: IpRoute, family: Family): string[] {
  const { type = "unicast", gateway, via, pref = "medium" } = route;
  const isOnLink = family === 4 && type === "unicast" && gateway === undefined && via === undefined;
  const usual = isOnLink ? "link" : "global";
  const { scope = usual } = route;
  const others = Object.keys(route).filter((key) => !KNOWN.has(key));
  return [
    ...others.map((key) => `${key} ${typeof route[key] === "string" ? route[key] : JSON.stringify(route[key])}`),
    ...(scope === usual ? [] : [`scope ${scope}`]),
    ...(pref === "medium" ? [] : [`pref ${pref}`]),
  ];
}
