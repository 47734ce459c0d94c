import type { Family } from "../inputs/addresses";
import { optional } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { family, table } from "../inputs/values";
import type { RouteEntry } from "../iproute2/routes";
import { type FunctionSpec, needNamespace } from "./spec";

export interface GetRoutesArgs {
  /** The namespace to look into. @default the host's own network */
  namespace?: string;
  /** The version of IP, 4 or 6. @default both */
  family?: Family;
  /** The routing table: `"main"` or a number. @default "main" */
  table?: string | number;
}

/** A route. */
export interface GetRoutesRoute {
  /** The version of IP, 4 or 6. */
  family: Family;
  /** `"default"`, or a network. */
  destination: string;
  /** The next router. A route to a network that is there, or by several ways at once, has none. */
  gateway?: string;
  /** The interface that leads there, where there is one way. */
  device?: string;
  /** The source address of packets that this machine sends along it. */
  source?: string;
  /** Among routes to one destination the lowest metric wins. */
  metric: number;
  /** The routing table. */
  table: string;
  /** What becomes of the packets, see ip-route(8): `"unicast"`, `"blackhole"` … */
  type: string;
  /** Who made it, see ip-route(8): `"kernel"`, `"dhcp"` …; 76 is linuxnet. */
  protocol?: string;
}

export interface GetRoutesResult {
  /** IPv4 before IPv6, else in the order of `ip route`. */
  routes: GetRoutesRoute[];
}

/** A table's name or number, once it is checked. */
type Checked = GetRoutesArgs & { table: string };

export const getRoutes: FunctionSpec<Checked, GetRoutesResult> = {
  fields: { namespace: optional(namespaceName), family: optional(family), table: optional(table, "main") },
  async answer({ namespace, family, table }, view) {
    await needNamespace(view, namespace);
    const families: Family[] = family === undefined ? [4, 6] : [family];
    const routes = await Promise.all(
      families.map(async (it) => (await view.routes(namespace, it, table)).map((route) => told(route, it, table))),
    );
    return { routes: routes.flat() };
  },
};

function told(route: RouteEntry, family: Family, table: string): GetRoutesRoute {
  const { destination, gateway, device, source, metric, type, protocol } = route;
  return {
    ...{ family, destination, metric, table, type },
    ...(gateway === undefined ? {} : { gateway }),
    ...(device === undefined ? {} : { device }),
    ...(source === undefined ? {} : { source }),
    ...(protocol === "" ? {} : { protocol }),
  };
}
