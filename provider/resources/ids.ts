import { familyOf } from "../inputs/addresses";
import type { Refuse } from "../inputs/check";

/*
 * How an object of each kind is called in `pulumi import` and in a stack's state: `lab/br0`, `lab/10.1.0.0/16@5@100`.
 * Beside each function that writes an id stands the one that reads it: the values that the inputs had, or `undefined` for
 * an id of another form, which it has refused. Whether each value is right is the inputs' own checks' to say.
 */

/** Values of inputs that an id tells, as they stand in it. */
export type Told = Record<string, unknown>;

interface Place {
  namespace?: string;
}

function placed({ namespace }: Place, name: string): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Reads an id with an optional namespace before what a pattern tells, whose groups are the values' names. */
function told(id: string, pattern: RegExp, form: string, refuse: Refuse): Told | undefined {
  const groups = new RegExp(`^(?:(?<namespace>[^/:@]+)/)?${pattern.source}$`).exec(id)?.groups;
  if (!groups) return refuse("id", `${form}, after NAMESPACE/ where it is not on the host`, id);
  return Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined));
}

export function namespaceId({ name }: { name: string }): string {
  return name;
}

export function namespaceOfId(id: string): Told {
  return { name: id };
}

export function linkId(link: Place & { name: string }): string {
  return placed(link, link.name);
}

export function linkOfId(id: string, refuse: Refuse): Told | undefined {
  return told(id, /(?<name>[^/]+)/, "NAME", refuse);
}

/** A network is known by its bridge: the kernel has no other name of it. */
export function networkId({ bridge, ...place }: Place & { bridge: string }): string {
  return placed(place, bridge);
}

export function networkOfId(id: string, refuse: Refuse): Told | undefined {
  return told(id, /(?<bridge>[^/]+)/, "BRIDGE", refuse);
}

interface RouteKey extends Place {
  destination: string;
  metric: number;
  table: string;
}

/** @param defaultMetric what the kernel gives a route of its family. */
export function routeId(route: RouteKey, defaultMetric: number): string {
  const { destination, metric, table } = route;
  const isDefault = table === "main" && metric === defaultMetric;
  return placed(route, `${destination}${isDefault ? "" : `@${metric}`}${table === "main" ? "" : `@${table}`}`);
}

export function routeOfId(id: string, refuse: Refuse): Told | undefined {
  const pattern = /(?<destination>default|[^/@]+\/\d+)(?:@(?<metric>\d+)(?:@(?<table>[^/@]+))?)?/;
  const key = told(id, pattern, "DESTINATION[@METRIC[@TABLE]]", refuse);
  return key && { ...key, ...(key.metric === undefined ? {} : { metric: Number(key.metric) }) };
}

export function ruleId(rule: Place & { priority: number; family: 4 | 6 }): string {
  return placed(rule, `${rule.priority}${rule.family === 6 ? "@inet6" : ""}`);
}

export function ruleOfId(id: string, refuse: Refuse): Told | undefined {
  const key = told(id, /(?<priority>\d+)(?<inet6>@inet6)?/, "PRIORITY[@inet6]", refuse);
  if (!key) return undefined;
  const { inet6, priority, ...rest } = key;
  return { ...rest, priority: Number(priority), family: inet6 === undefined ? 4 : 6 };
}

export function masqueradeId(key: Place & { source: string; outInterface?: string }): string {
  return placed(key, key.source + (key.outInterface === undefined ? "" : `@${key.outInterface}`));
}

export function masqueradeOfId(id: string, refuse: Refuse): Told | undefined {
  return told(id, /(?<source>[^/@]+\/\d+)(?:@(?<outInterface>[^/@]+))?/, "SOURCE[@OUT]", refuse);
}

/** @param rule in the words of iptables(8). */
export function firewallRuleId(key: Place & { chain: string; priority: number; rule: string }): string {
  return placed(key, `${key.chain}@${key.priority}@${key.rule}`);
}

/** @param ofRule reads a rule; undefined for one of another form. */
export function firewallRuleOfId(
  id: string,
  ofRule: (rule: string) => Told | undefined,
  refuse: Refuse,
): Told | undefined {
  const form = "CHAIN@PRIORITY@RULE";
  const key = told(id, /(?<chain>[A-Z]+)@(?<priority>\d+)@(?<rule>-.+)/, form, refuse);
  if (!key) return undefined;
  const { priority, rule, ...rest } = key as Record<string, string>;
  const inputs = ofRule(rule as string);
  return inputs ? { ...rest, priority: Number(priority), ...inputs } : refuse("id", form, id);
}

export function sysctlId(parameter: Place & { key: string }): string {
  return placed(parameter, parameter.key);
}

/** A slash in it may also be a dot of an interface's name. */
export function sysctlOfId(id: string, refuse: Refuse): Told | undefined {
  return told(id, /(?<key>net\..+)/, "KEY", refuse);
}

export function qdiscId(qdisc: Place & { device: string }): string {
  return placed(qdisc, qdisc.device);
}

export function qdiscOfId(id: string, refuse: Refuse): Told | undefined {
  return told(id, /(?<device>[^/]+)/, "DEVICE", refuse);
}

interface Endpoint {
  hostAddress?: string;
  hostPort: number | string;
  protocol: string;
}

export function endpointText({ hostAddress = "", hostPort, protocol }: Endpoint): string {
  const address = hostAddress !== "" && familyOf(hostAddress) === 6 ? `[${hostAddress}]` : hostAddress;
  return `${address}:${hostPort}/${protocol}`;
}

export function portForwardId(key: Place & Endpoint): string {
  return placed(key, endpointText(key));
}

export function portForwardOfId(id: string, refuse: Refuse): Told | undefined {
  const pattern = /(?:\[(?<v6>[^\]/]+)\]|(?<v4>[^:/[\]]+))?:(?<port>[\d-]+)\/(?<protocol>[a-z]+)/;
  const key = told(id, pattern, "[ADDRESS]:PORT/PROTOCOL", refuse);
  if (!key) return undefined;
  const { v6, v4, port, ...rest } = key as Record<string, string>;
  const hostAddress = v6 ?? v4;
  return {
    ...rest,
    ...(hostAddress === undefined ? {} : { hostAddress }),
    hostPort: /^\d+$/.test(port as string) ? Number(port) : port,
  };
}
