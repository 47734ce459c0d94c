import { type Check, type Fields, object, optional } from "../inputs/check";
import { flag, integer } from "../inputs/values";

/** Of the options of a bridge's port those that are named, and those that differ from a new one's. */
export interface BridgePort {
  bcastFlood?: boolean;
  cost?: number;
  fastLeave?: boolean;
  flood?: boolean;
  guard?: boolean;
  learning?: boolean;
  locked?: boolean;
  mcastFlood?: boolean;
  neighSuppress?: boolean;
  priority?: number;
  proxyArp?: boolean;
  rootBlock?: boolean;
}

type Option = keyof BridgePort;

/**
 * The word of ip(8), which its JSON has, too, and what a new port has (new_nbp in net/bridge/br_if.c). The cost is that of the
 * 10 Gbit/s of any veth (port_cost there).
 */
const OPTIONS: Record<Option, { word: string; fresh: boolean | number }> = {
  bcastFlood: { word: "bcast_flood", fresh: true },
  cost: { word: "cost", fresh: 2 },
  fastLeave: { word: "fastleave", fresh: false },
  flood: { word: "flood", fresh: true },
  guard: { word: "guard", fresh: false },
  learning: { word: "learning", fresh: true },
  locked: { word: "locked", fresh: false },
  mcastFlood: { word: "mcast_flood", fresh: true },
  neighSuppress: { word: "neigh_suppress", fresh: false },
  priority: { word: "priority", fresh: 32 },
  proxyArp: { word: "proxy_arp", fresh: false },
  rootBlock: { word: "root_block", fresh: false },
};

const NAMES = Object.keys(OPTIONS) as Option[];

const fields: Fields<BridgePort> = {
  ...{ bcastFlood: optional(flag), fastLeave: optional(flag), flood: optional(flag), guard: optional(flag) },
  ...{ learning: optional(flag), locked: optional(flag), mcastFlood: optional(flag), neighSuppress: optional(flag) },
  ...{ proxyArp: optional(flag), rootBlock: optional(flag) },
  cost: optional(integer(1, 65535, "a cost of the spanning tree protocol")),
  priority: optional(integer(0, 63, "a priority of the spanning tree protocol")),
};

const named = object<BridgePort>(fields);

/** None are nothing. */
export const portOptions: Check<BridgePort> = (value, path, refuse) => {
  const options = named(value, path, refuse);
  return options && Object.keys(options).length > 0 ? options : undefined;
};

/** The words of ip(8) from some options to others: one that is no longer named gets what a new port has. */
export function portWords(wanted: BridgePort = {}, standing: BridgePort = {}): string[] {
  return NAMES.flatMap((name) => {
    const { word, fresh } = OPTIONS[name];
    const value = wanted[name] ?? (standing[name] === undefined ? undefined : fresh);
    return value === undefined ? [] : [word, typeof value === "boolean" ? (value ? "on" : "off") : String(value)];
  });
}

/**
 * Of what `ip -j -d link` tells of a port the options that are named, and those that differ from a new port's; undefined for
 * none.
 */
export function observedOptions(named: BridgePort, told: Record<string, unknown>): BridgePort | undefined {
  const observed = NAMES.filter((name) => {
    const { word, fresh } = OPTIONS[name];
    return (told[word] !== undefined && told[word] !== fresh) || named[name] !== undefined;
  });
  if (observed.length === 0) return undefined;
  return Object.fromEntries(observed.map((name) => [name, told[OPTIONS[name].word]]));
}
