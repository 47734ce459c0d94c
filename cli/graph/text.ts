import { changeOf, interfaceText, type Line, NOTHING, notesOf, printable, SIGNS } from "./labels";
import { nameOf } from "../place-name";
import type { Graph, Interface, Place } from "./model";

/**
 * Draws a graph: a box for each place, with its interfaces, their cables, and where packets go from there. Where anything
 * changes, each line begins with a sign: `+`, `~` or `-`.
 */
export function textOf(graph: Graph): string {
  const boxes = graph.places.map((place) => ({ title: titleOf(graph, place), lines: linesOf(graph, place) }));
  const isChange = boxes.some(({ title, lines }) => [title, ...lines].some(({ change }) => change !== undefined));
  const signed = ({ text, change }: Line): string => {
    const sign = `${change === undefined ? " " : SIGNS[change]} `;
    return printable(isChange ? sign + text : text);
  };
  return boxes.map(({ title, lines }) => box(signed(title).trimStart(), lines.map(signed))).join("\n");
}

function titleOf({ namespaces }: Graph, place: Place): Line {
  return { text: nameOf(place), change: namespaces.find((it) => it.place === place)?.change };
}

function linesOf(graph: Graph, place: Place): Line[] {
  const own = graph.interfaces.filter((it) => it.place === place);
  const lines = [
    ...own.filter(({ kind }) => kind === "bridge").flatMap((bridge) => bridgeLines(graph, bridge, own)),
    ...own
      .filter(({ kind, master }) => kind !== "bridge" && !isPort(own, master))
      .flatMap((end) => looseLines(graph, end)),
    ...notesOf(graph, place),
  ];
  return lines.length > 0 ? lines : [{ text: NOTHING }];
}

/** Whether the master is among the bridges that are drawn: it may also be somebody else's. */
function isPort(own: readonly Interface[], master: string | undefined): boolean {
  return own.some(({ kind, name }) => kind === "bridge" && name === master);
}

function bridgeLines(graph: Graph, bridge: Interface, own: readonly Interface[]): Line[] {
  const ports = own.filter(({ master }) => master === bridge.name).flatMap((port) => cableLines(graph, port));
  const branch = (index: number): string => (index === ports.length - 1 ? "└─" : "├─");
  return [
    { text: `${interfaceText(bridge)}${inBrackets("bridge", ...(bridge.about ?? []))}`, change: bridge.change },
    ...ports.map(({ text, change }, index) => ({ text: `${branch(index)} ${text}`, change })),
  ];
}

function looseLines(graph: Graph, end: Interface): Line[] {
  const port = end.master === undefined ? [] : [`port of ${end.master}`];
  return cableLines(graph, end, port);
}

/** An interface with its cable; with each of them, where an update lays another. */
function cableLines({ cables }: Graph, end: Interface, port: readonly string[] = []): Line[] {
  const also = inBrackets(...port, ...(end.about ?? []));
  const others = cables.filter((ends) => ends.includes(end)).flatMap((ends) => ends.filter((it) => it !== end));
  if (others.length === 0) return [{ text: interfaceText(end) + also, change: end.change }];
  return others.map((other) => ({
    text: `${interfaceText(end)} ═════ ${nameOf(other.place)}: ${interfaceText(other)}${also}`,
    change: changeOf(end.change, other.change),
  }));
}

function inBrackets(...words: string[]): string {
  return words.length === 0 ? "" : `  (${words.join(", ")})`;
}

function box(title: string, lines: readonly string[]): string {
  const width = Math.max(title.length + 2, ...lines.map((line) => line.length));
  return [
    `┌─ ${title} ${"─".repeat(width - title.length - 1)}┐`,
    ...lines.map((line) => `│ ${line.padEnd(width)} │`),
    `└${"─".repeat(width + 2)}┘`,
  ].join("\n");
}
