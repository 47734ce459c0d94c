import type { Viz } from "@viz-js/viz";
import { dotOf } from "./dot";
import { mermaidOf } from "./mermaid";
import type { Graph } from "./model";
import { textOf } from "./text";

export type Format = "text" | "mermaid" | "dot" | "svg";

/** A graph in a format, without a newline at its end. */
export async function render(graph: Graph, format: Format): Promise<string> {
  switch (format) {
    case "text":
      return textOf(graph);
    case "mermaid":
      return mermaidOf(graph);
    case "dot":
      return dotOf(graph);
    case "svg":
      return svgOf(graph);
  }
}

let graphviz: Promise<Viz> | undefined;

/** As Graphviz lays it out; it is loaded only here, and once. */
async function svgOf(graph: Graph): Promise<string> {
  graphviz ??= import("@viz-js/viz").then(({ instance }) => instance());
  return (await graphviz).renderString(dotOf(graph), { format: "svg" }).trimEnd();
}
