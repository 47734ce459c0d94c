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

/** As Graphviz lays it out; it is loaded only here. */
async function svgOf(graph: Graph): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  return (await instance()).renderString(dotOf(graph), { format: "svg" }).trimEnd();
}
