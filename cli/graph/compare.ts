import { isDeepStrictEqual } from "node:util";
import { byName, type Change, type Drawn, type Graph, type Interface, withPlaces } from "./model";

type ListName = Exclude<keyof Graph, "places" | "cables" | "stop">;

/** What tells one from the others in its place, and stays with it while it changes. */
const KEYS: { [Name in ListName]: (item: Graph[Name][number]) => unknown[] } = {
  namespaces: () => [],
  interfaces: ({ name }) => [name],
  routes: ({ destination, metric, table }) => [destination, metric, table],
  masquerades: ({ source, inInterface, outInterface }) => [source, inInterface, outInterface],
  forwards: ({ hostAddress, hostPort, protocol }) => [hostAddress, hostPort, protocol],
  firewallRules: ({ table, chain, words }) => [table, chain, words],
  parameters: ({ key }) => [key],
  services: ({ name }) => [name],
  rules: ({ words }) => [words],
  qdiscs: ({ device }) => [device],
};

/**
 * One graph of two, in which everything tells what becomes of it from the first to the second. What is in both changes
 * where it differs, and where the second marks it as changed.
 */
export function compared(before: Graph, after: Graph): Graph {
  const both = <Name extends ListName>(name: Name): Graph[Name] =>
    merged<Drawn>(before[name], after[name], KEYS[name] as (item: Drawn) => unknown[]) as Graph[Name];
  const interfaces = both("interfaces").sort(byName);
  return withPlaces({
    ...{ interfaces, cables: cablesOf([...after.cables, ...before.cables], interfaces) },
    ...{ namespaces: both("namespaces"), routes: both("routes"), rules: both("rules") },
    ...{ masquerades: both("masquerades"), forwards: both("forwards"), firewallRules: both("firewallRules") },
    ...{ parameters: both("parameters"), services: both("services"), qdiscs: both("qdiscs") },
  });
}

function merged<Item extends Drawn>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => unknown[],
): Item[] {
  const left = [...before];
  const kept = after.map((item) => {
    const at = left.findIndex((it) => it.place === item.place && isDeepStrictEqual(keyOf(it), keyOf(item)));
    const [old] = at < 0 ? [] : left.splice(at, 1);
    return become(item, old === undefined ? "add" : (item.change ?? differenceOf(old, item)));
  });
  return [...kept, ...left.map((item) => become(item, "remove"))];
}

function differenceOf<Item extends Drawn>(old: Item, item: Item): Change | undefined {
  return isDeepStrictEqual(become(old, undefined), become(item, undefined)) ? undefined : "change";
}

function become<Item extends Drawn>({ change: _change, ...item }: Item, change: Change | undefined): Item {
  return { ...item, ...(change === undefined ? {} : { change }) } as Item;
}

/** The cables between the interfaces of a graph, each once. */
function cablesOf(cables: Graph["cables"], interfaces: readonly Interface[]): Graph["cables"] {
  const here = ({ place, name }: Interface): Interface =>
    interfaces.find((it) => it.place === place && it.name === name) as Interface;
  const all = new Map<string, [Interface, Interface]>();
  for (const [a, b] of cables) {
    const ends: [Interface, Interface] = [here(a), here(b)];
    const key = ends
      .map((it) => interfaces.indexOf(it))
      .sort()
      .join();
    if (!all.has(key)) all.set(key, ends);
  }
  return [...all.values()];
}
