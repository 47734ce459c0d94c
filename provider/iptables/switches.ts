import type { Family } from "../inputs/addresses";
import { isPart, type Part, type Table, type Tables } from "./chains";

/**
 * A kernel parameter of a whole namespace that must be 1 while certain chains stand. The value that it had before the
 * first of them is kept in the kernel, in the name of an empty chain, and put back when the last of them goes: a
 * resource's state could not tell, because resources come and go in any order.
 */
export interface Switch {
  key: string;
  family: Family;
  table: Table;
  neededBy: Part;
  /** The marker's name, less the value before. */
  marker: string;
}

export const SWITCHES: readonly Switch[] = [
  { key: "net.ipv4.ip_forward", family: 4, table: "filter", neededBy: "FWD", marker: "LN-WAS-ip_forward-" },
  { key: "net.ipv6.conf.all.forwarding", family: 6, table: "filter", neededBy: "FWD", marker: "LN-WAS-forwarding-" },
  {
    key: "net.ipv4.conf.all.route_localnet",
    family: 4,
    table: "raw",
    neededBy: "LO",
    marker: "LN-WAS-route_localnet-",
  },
];

export function isNeeded(it: Switch, tables: Tables): boolean {
  return [...(tables.get(it.table)?.keys() ?? [])].some((name) => isPart(name, it.neededBy));
}

/** The value before, as the marker tells it; undefined if we never changed it. */
export function valueBefore(it: Switch, tables: Tables): string | undefined {
  const marker = [...(tables.get(it.table)?.keys() ?? [])].find((name) => name.startsWith(it.marker));
  return marker?.slice(it.marker.length);
}
