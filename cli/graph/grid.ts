import { groupBy } from "../../provider/group-by";
import { nameOf } from "../place-name";
import { changeOf, type Line, notesOf, printable, SIGNS } from "./labels";
import { type Change, type Graph, inOrder, type Interface, type Place } from "./model";

/** Namespaces that hang on one bridge by one cable each: a table is clearer than as many lines. */
export interface Grid {
  bridge: Interface;
  /** What holds for each of them. */
  common: string[];
  cells: Cell[];
}

/** A namespace with its interface. */
export interface Cell {
  place: Place;
  title: string;
  lines: string[];
  change: Change | undefined;
  isOnWay: boolean;
  /** Why a packet ends here. */
  stop: string[];
}

/** From so many namespaces on. */
const MANY = 4;

interface Leaf {
  place: Place;
  own: Interface;
  port: Interface;
  bridge: Interface;
  change: Change | undefined;
  notes: Line[];
}

export function gridsOf(graph: Graph): Grid[] {
  const byBridge = groupBy(leavesOf(graph), ({ bridge }) => bridge);
  return [...byBridge].filter(([, leaves]) => leaves.length >= MANY).map(([bridge, all]) => gridOf(graph, bridge, all));
}

/** What grids leave to be drawn by itself. */
export function besideGrids(graph: Graph, grids: readonly Grid[]): Pick<Graph, "places" | "interfaces"> {
  const inGrid = new Set(grids.flatMap(({ cells }) => cells.map(({ place }) => place)));
  const inner = new Set(graph.cables.filter((ends) => ends.some(({ place }) => inGrid.has(place))).flat());
  return {
    places: graph.places.filter((place) => !inGrid.has(place)),
    interfaces: graph.interfaces.filter((it) => !inner.has(it)),
  };
}

function leavesOf(graph: Graph): Leaf[] {
  const byPlace = groupBy(graph.interfaces, ({ place }) => place);
  const cables = groupBy(
    graph.cables.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]),
    ([end]) => end,
  );
  const namespaces = [...graph.namespaces].sort((a, b) => inOrder(a.place, b.place));
  return namespaces.flatMap(({ place, change }): Leaf[] => {
    const [own, ...others] = byPlace.get(place) ?? [];
    const [cable, ...more] = (own && cables.get(own)) ?? [];
    if (!own || !cable || others.length > 0 || more.length > 0) return [];
    const [, port] = cable;
    const bridge = byPlace.get(port.place)?.find((it) => it.name === port.master && it.kind === "bridge");
    const notes = notesOf(graph, place);
    const changes = [change, own.change, port.change, ...notes.map((it) => it.change)];
    const isOne = changeOf(...changes) === change && changes.every((it) => it === change);
    return bridge && port.place !== place && isOne ? [{ place, own, port, bridge, change, notes }] : [];
  });
}

function gridOf({ stop }: Graph, bridge: Interface, leaves: readonly Leaf[]): Grid {
  const [first, ...rest] = leaves.map(({ notes }) => notes.map(({ text }) => text));
  const common = (first ?? []).filter((text) => rest.every((notes) => notes.includes(text)));
  const cells = leaves.map(({ place, own, change, notes }): Cell => {
    const { name, addresses, about = [], isOnWay = false } = own;
    const told = notes.map(({ text }) => text).filter((text) => !common.includes(text));
    return {
      ...{ place, change, isOnWay, title: printable(signed(nameOf(place), change)) },
      lines: [[name, ...addresses.slice(0, 1)].join(" "), ...addresses.slice(1), ...about, ...told].map(printable),
      stop: stop && stop.place === place ? stop.lines.map(printable) : [],
    };
  });
  return { bridge, common: common.map(printable), cells };
}

function signed(text: string, change: Change | undefined): string {
  return change === undefined ? text : `${SIGNS[change]} ${text}`;
}
