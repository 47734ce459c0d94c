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
}

export function parseRoutes(json: string, family: Family): RouteEntry[] {
  return parseJson<IpRoute>(json).map((route) => ({
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
  }));
}
