import type { FirewallRule, Graph, Interface } from "../graph/model";
import type { Counters, Counts } from "./counters";

/** A graph in which interfaces and rules tell what has passed them. */
export function counted(graph: Graph, counters: readonly Counters[]): Graph {
  const of = new Map(counters.map((it) => [it.place, it]));
  const left = new Map(counters.map(({ place, rules }) => [place, { 4: copy(rules[4]), 6: copy(rules[6]) }]));
  const interfaces = new Map(graph.interfaces.map((it) => [it, withTraffic(it, of.get(it.place))]));
  const rule = (it: FirewallRule): FirewallRule => {
    const [, isV6, table = ""] = /^(IPv6 )?(.*)$/.exec(it.table ?? "") ?? [];
    const counts = left.get(it.place)?.[isV6 ? 6 : 4].get(`${table} ${it.chain} ${it.words}`)?.shift();
    return counts ? { ...it, words: `${it.words}  [${counts.packets} packets, ${amount(counts)}]` } : it;
  };
  return {
    ...graph,
    interfaces: [...interfaces.values()],
    cables: graph.cables.map(([a, b]) => [interfaces.get(a) ?? a, interfaces.get(b) ?? b]),
    firewallRules: graph.firewallRules.map(rule),
  };
}

function copy(rules: ReadonlyMap<string, Counts[]>): Map<string, Counts[]> {
  return new Map([...rules].map(([rule, counts]) => [rule, [...counts]]));
}

function withTraffic(it: Interface, counters: Counters | undefined): Interface {
  const traffic = counters?.links.get(it.name);
  if (!traffic) return it;
  return { ...it, about: [...(it.about ?? []), `↓ ${amount(traffic.received)}  ↑ ${amount(traffic.sent)}`] };
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/** As wide for small amounts as for great ones: a drawing stays as it is while they grow. */
export function amount({ bytes }: Counts): string {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) [value, unit] = [value / 1000, unit + 1];
  const text = `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`;
  return text.padStart(7, FIGURE_SPACE);
}

/** As wide as a digit. */
const FIGURE_SPACE = "\u2007";
