import { besideGrids, type Grid } from "./grid";
import { changeOf, type Line, NOTHING, notesOf, printable, SIGNS } from "./labels";
import { nameOf } from "../place-name";
import type { Change, Graph, Interface, Place } from "./model";

/** A graph as what drawing programs know: boxes with nodes in them, and edges between these. */
export interface Picture {
  boxes: Box[];
  edges: Edge[];
  /** What stands for boxes of which there are many. */
  tables: Table[];
}

export interface Table {
  id: string;
  grid: Grid;
}

/** A place. */
export interface Box {
  id: string;
  title: string;
  change: Change | undefined;
  nodes: Node[];
}

export interface Node {
  id: string;
  shape: "bridge" | "interface" | "note" | "stop";
  lines: string[];
  change: Change | undefined;
  isOnWay: boolean;
}

export interface Edge {
  ends: [string, string];
  /** What leads from a bridge to its port, from one end of a cable to the other, or from an interface to why packets end there. */
  kind: "port" | "cable" | "stop";
  change: Change | undefined;
  isOnWay: boolean;
}

/** What an update adds is green, what it changes is amber, and what it removes is red. */
export const COLOURS: Record<Change, string> = { add: "#1a7f37", change: "#9a6700", remove: "#cf222e" };

/** @param grids what of the graph is drawn as a table. */
export function pictureOf(graph: Graph, grids: readonly Grid[] = []): Picture {
  const ids = new Map(graph.interfaces.map((it, index) => [it, `i${index}`]));
  const idOf = (it: Interface): string => ids.get(it) as string;
  const edge = (a: Interface, b: Interface, kind: Edge["kind"], change: Change | undefined): Edge => ({
    ...{ ends: [idOf(a), idOf(b)], kind, change },
    isOnWay: isOnWay(a) && isOnWay(b),
  });
  const { places, interfaces } = besideGrids(graph, grids);
  const drawn = new Set(interfaces);
  const ports = interfaces.flatMap((port): Edge[] => {
    const master = interfaces.find(({ place, name }) => place === port.place && name === port.master);
    return master === undefined ? [] : [edge(master, port, "port", port.change)];
  });
  const cables = graph.cables
    .filter(([end]) => drawn.has(end))
    .map(([a, b]) => edge(a, b, "cable", changeOf(a.change, b.change)));
  const tables = grids.map((grid, index): Table => ({ id: `g${index}`, grid }));
  const toTables = tables.map(({ id, grid: { bridge, cells } }): Edge => {
    const isOnWay = cells.some((cell) => cell.isOnWay);
    return { ends: [idOf(bridge), id], kind: "cable", change: undefined, isOnWay };
  });
  return {
    boxes: places.map((place) => boxOf(graph, { place, id: `p${graph.places.indexOf(place)}`, interfaces, idOf })),
    edges: [...ports, ...cables, ...toTables, ...stopEdges(graph, interfaces, idOf)],
    tables,
  };
}

/** From the interface where a packet ends to why it does. */
function stopEdges({ places, stop }: Graph, interfaces: readonly Interface[], idOf: (it: Interface) => string): Edge[] {
  const at = interfaces.find(({ place, name }) => place === stop?.place && name === stop?.device);
  if (!stop || !at) return [];
  return [
    { ends: [idOf(at), stopId(`p${places.indexOf(stop.place)}`)], kind: "stop", change: undefined, isOnWay: false },
  ];
}

function stopId(box: string): string {
  return `${box}_stop`;
}

function isOnWay({ isOnWay = false }: Interface): boolean {
  return isOnWay;
}

interface BoxOf {
  place: Place;
  id: string;
  interfaces: readonly Interface[];
  idOf: (it: Interface) => string;
}

function boxOf(graph: Graph, { place, id, interfaces, idOf }: BoxOf): Box {
  const own = interfaces.filter((it) => it.place === place).map((it) => interfaceNode(idOf(it), it, graph));
  const notes = noteNodes(id, notesOf(graph, place));
  const change = graph.namespaces.find((it) => it.place === place)?.change;
  const nodes = [...own, ...notes, ...stopNodes(id, place, graph)];
  const empty: Node = { id: `${id}_empty`, shape: "note", lines: [NOTHING], change, isOnWay: false };
  return { id, title: signed(nameOf(place), change), change, nodes: nodes.length > 0 ? nodes : [empty] };
}

function stopNodes(id: string, place: Place, { stop }: Graph): Node[] {
  if (!stop || stop.place !== place) return [];
  return [{ id: stopId(id), shape: "stop", lines: stop.lines.map(printable), change: undefined, isOnWay: false }];
}

function interfaceNode(id: string, it: Interface, { interfaces }: Graph): Node {
  const { place, name, kind, addresses, master, about = [], change } = it;
  const isDrawn = interfaces.some((other) => other.place === place && other.name === master);
  const port = master === undefined || isDrawn ? [] : [`port of ${master}`];
  const lines = [signed(name, change), ...[...addresses, ...port, ...about].map(printable)];
  return { id, shape: kind === "bridge" ? "bridge" : "interface", lines, change, isOnWay: isOnWay(it) };
}

/** A note for what stays, and one for each way in which lines change. */
function noteNodes(id: string, lines: readonly Line[]): Node[] {
  return [undefined, ...CHANGES].flatMap((change): Node[] => {
    const alike = lines.filter((it) => it.change === change).map(({ text }) => signed(text, change));
    return alike.length === 0
      ? []
      : [{ id: `${id}_${change ?? "notes"}`, shape: "note", lines: alike, change, isOnWay: false }];
  });
}

const CHANGES = Object.keys(COLOURS) as Change[];

function signed(text: string, change: Change | undefined): string {
  return printable(change === undefined ? text : `${SIGNS[change]} ${text}`);
}
