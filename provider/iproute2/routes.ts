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
  /** Only IPv6 routes have one. */
  pref?: string;
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
  };
}
