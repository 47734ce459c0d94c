import type { Graph, Interface } from "../graph/model";
import { render } from "../graph/render";

/** What changes all the time stands in a drawing as this, until it is told: as wide as it. */
const placeOf = (number: number): string => `@${String(number).padStart(5, "0")}@`.padEnd(WIDTH, ".");

/** Of `↓ 1.07 kB  ↑ 4.20 kB`. */
const WIDTH = 20;

/** The drawing of the graph that was drawn last: while that stays, it is not laid out again. */
let last: { key: string; svg: string } | undefined;

/** Draws a graph, whose interfaces have lines that change all the time. */
export async function drawn(graph: Graph, changing: ReadonlyMap<Interface, string>): Promise<string> {
  const lines = [...changing.values()];
  const numbers = new Map([...changing.keys()].map((it, index) => [it, index]));
  const held = new Map(graph.interfaces.map((it) => [it, withPlace(it, numbers.get(it))]));
  const still: Graph = {
    ...graph,
    interfaces: [...held.values()],
    cables: graph.cables.map(([a, b]) => [held.get(a) ?? a, held.get(b) ?? b]),
  };
  const key = JSON.stringify(still);
  if (last?.key !== key) last = { key, svg: await render(still, "svg") };
  return last.svg.replace(/@(\d{5})@\.*/g, (_, number: string) => lines[Number(number)] ?? "");
}

function withPlace(it: Interface, number: number | undefined): Interface {
  return number === undefined ? it : { ...it, about: [...(it.about ?? []), placeOf(number)] };
}
