import type { Change, Graph } from "./model";
import { type Box, COLOURS, type Node, pictureOf } from "./picture";

/** Draws a graph as a flowchart of Mermaid, which Markdown shows on many sites. */
export function mermaidOf(graph: Graph): string {
  const { boxes, edges } = pictureOf(graph);
  const nodes = boxes.flatMap((box) => box.nodes);
  return [
    "flowchart LR",
    ...boxes.flatMap(boxLines),
    ...edges.map(({ ends, kind }) => `  ${ends.join(kind === "cable" ? " === " : " --- ")}`),
    ...nodes.filter(({ shape }) => shape === "note").map(({ id }) => `  style ${id} text-align:left`),
    ...[...boxes, ...nodes].flatMap(({ id, change }) => coloured(`style ${id}`, change)),
    ...edges.flatMap(({ change }, index) => coloured(`linkStyle ${index}`, change)),
  ].join("\n");
}

function boxLines({ id, title, nodes }: Box): string[] {
  return [`  subgraph ${id}["${escaped(title)}"]`, ...nodes.map((node) => `    ${nodeText(node)}`), "  end"];
}

const BRACKETS: Record<Node["shape"], [string, string]> = {
  interface: ["(", ")"],
  bridge: ["[[", "]]"],
  note: ["[", "]"],
  stop: ["[/", "/]"],
};

function nodeText({ id, shape, lines }: Node): string {
  const [open, close] = BRACKETS[shape];
  return `${id}${open}"${lines.map(escaped).join("<br/>")}"${close}`;
}

function coloured(what: string, change: Change | undefined): string[] {
  if (change === undefined) return [];
  const dashed = change === "remove" ? ",stroke-dasharray:4" : "";
  return [`  ${what} stroke:${COLOURS[change]},color:${COLOURS[change]}${dashed}`];
}

/** All but what has no meaning in Mermaid, Markdown and HTML by its number; a line that begins with a sign is a list. */
function escaped(text: string): string {
  return text.replace(/^[=-]|[^\p{L}\p{N} .,:/@=─▶═-]/gu, (it) => `#${it.codePointAt(0)};`);
}
