import { STOP, tableOf, WAY } from "./dot-table";
import { gridsOf } from "./grid";
import type { Graph } from "./model";
import { type Box, COLOURS, type Edge, type Node, pictureOf } from "./picture";

/** Draws a graph in the language of Graphviz, see dot(5). */
export function dotOf(graph: Graph): string {
  const { boxes, edges, tables } = pictureOf(graph, gridsOf(graph));
  return [
    "graph linuxnet {",
    "  rankdir=LR;",
    '  graph [fontname="Helvetica", style="rounded", color="#57606a"];',
    '  node [fontname="Courier", fontsize=11, shape=box, style="rounded,filled", fillcolor="#ffffff", color="#57606a"];',
    '  edge [color="#57606a"];',
    ...boxes.flatMap(boxLines),
    ...tables.map(({ id, grid }) => `  ${id} [shape=plain, label=<${tableOf(grid)}>];`),
    ...edges.map((it) => `  ${edgeLine(it)}`),
    "}",
  ].join("\n");
}

function boxLines({ id, title, change, nodes }: Box): string[] {
  return [
    `  subgraph cluster_${id} {`,
    `    ${[`label=${quoted(title)}`, ...coloured(change)].join("; ")};`,
    ...nodes.map((node) => `    ${nodeLine(node)}`),
    "  }",
  ];
}

const SHAPES: Record<Node["shape"], string[]> = {
  interface: [],
  bridge: ["style=filled", 'fillcolor="#ddf4ff"'],
  note: ["shape=note", "style=filled", 'fillcolor="#f6f8fa"', "fontsize=10"],
  stop: [`fillcolor="${STOP.fill}"`, `color="${STOP.line}"`, `fontcolor="${STOP.line}"`, "penwidth=2"],
};

function nodeLine({ id, shape, lines, change, isOnWay }: Node): string {
  // In notes the lines begin at the left. What stands in for Courier is as wide.
  const label =
    shape === "note" || shape === "stop"
      ? lines.map((line) => `${escaped(line)}\\l`).join("")
      : lines.map(escaped).join("\\n");
  return `${id} [${[`label="${label}"`, ...SHAPES[shape], ...coloured(change), ...(isOnWay ? ON_WAY : [])].join(", ")}];`;
}

function edgeLine({ ends, kind, change, isOnWay }: Edge): string {
  const dashed = change === "remove" ? ["style=dashed"] : [];
  const attributes = [
    ...(kind === "cable" ? ["penwidth=3"] : []),
    ...dashed,
    ...coloured(change),
    ...(kind === "stop" ? [`color="${STOP.line}"`, "penwidth=2", "style=dashed", "constraint=false"] : []),
    ...(isOnWay ? ON_WAY : []),
  ];
  return `${ends.join(" -- ")}${attributes.length === 0 ? "" : ` [${attributes.join(", ")}]`};`;
}

/** How a way through the network is drawn. */
const ON_WAY = ["penwidth=4", `color="${WAY.line}"`];

function coloured(change: Edge["change"]): string[] {
  return change === undefined ? [] : [`color="${COLOURS[change]}"`, `fontcolor="${COLOURS[change]}"`];
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** Graphviz knows escapes of its own in labels, and those of HTML. */
function escaped(text: string): string {
  return text.replace(/[\\"]/g, "\\$&").replaceAll("&", "&amp;");
}
