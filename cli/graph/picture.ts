import { changeOf, type Line, NOTHING, notesOf, printable, SIGNS } from "./labels";
import { nameOf } from "../place-name";
import type { Change, Graph, Interface, Place } from "./model";

/** A graph as what drawing programs know: boxes with nodes in them, and edges between these. */
export interface Picture {
  boxes: Box[];
  edges: Edge[];
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
  shape: "bridge" | "interface" | "note";
  lines: string[];
  change: Change | undefined;
  isOnWay: boolean;
}

export interface Edge {
  ends: [string, string];
  /** What leads from a bridge to its port, or from one end of a cable to the other. */
  kind: "port" | "cable";
  change: Change | undefined;
  isOnWay: boolean;
}

/** What an update adds is green, what it changes is amber, and what it removes is red. */
export const COLOURS: Record<Change, string> = { add: "#1a7f37", change: "#9a6700", remove: "#cf222e" };

export function pictureOf(graph: Graph): Picture {
  const ids = new Map(graph.interfaces.map((it, index) => [it, `i${index}`]));
  const idOf = (it: Interface): string => ids.get(it) as string;
  const edge = (a: Interface, b: Interface, kind: Edge["kind"], change: Change | undefined): Edge => ({
    ...{ ends: [idOf(a), idOf(b)], kind, change },
    isOnWay: isOnWay(a) && isOnWay(b),
  });
  const ports = graph.interfaces.flatMap((port): Edge[] => {
    const master = graph.interfaces.find(({ place, name }) => place === port.place && name === port.master);
    return master === undefined ? [] : [edge(master, port, "port", port.change)];
  });
  const cables = graph.cables.map(([a, b]) => edge(a, b, "cable", changeOf(a.change, b.change)));
  return {
    boxes: graph.places.map((place, index) => boxOf(graph, { place, id: `p${index}`, idOf })),
    edges: [...ports, ...cables],
  };
}

function isOnWay({ isOnWay = false }: Interface): boolean {
  return isOnWay;
}

function boxOf(graph: Graph, { place, id, idOf }: { place: Place; id: string; idOf: (it: Interface) => string }): Box {
  const interfaces = graph.interfaces
    .filter((it) => it.place === place)
    .map((it) => interfaceNode(idOf(it), it, graph));
  const notes = noteNodes(id, notesOf(graph, place));
  const change = graph.namespaces.find((it) => it.place === place)?.change;
  const nodes = [...interfaces, ...notes];
  const empty: Node = { id: `${id}_empty`, shape: "note", lines: [NOTHING], change, isOnWay: false };
  return { id, title: signed(nameOf(place), change), change, nodes: nodes.length > 0 ? nodes : [empty] };
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
