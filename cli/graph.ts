import type { Command } from "commander";
import { BAD_USAGE, Failure } from "./failure";
import type { Graph } from "./graph/model";
import type { Format } from "./graph/render";
import { liveNetworks } from "./live";
import { runPreview } from "./preview";
import { stackWords } from "./pulumi";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  live?: true;
  preview?: true;
  format: Format;
}

export function registerGraph(program: Command): void {
  const format = program.createOption("--format <FORMAT>", "how to draw").choices(["text", "mermaid", "dot", "svg"]);
  const live = program.createOption("--live", "draw this machine's networks as they stand, whoever made them");
  const preview = program.createOption("--preview", "what `pulumi up` would add (+), change (~) and remove (-)");
  program
    .command("graph")
    .summary("draw the network of a stack, or of this machine")
    .description("Draws the network of the current folder's stack, as its last `pulumi up` left it.")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "draw what `pulumi stack export` wrote into FILE")
    .addOption(live.conflicts(["stack", "stackFile", "preview"]))
    .addOption(preview.conflicts("stackFile"))
    .addOption(format.default("text"))
    .argument("[WORDS...]", "with --preview, for `pulumi preview`, such as --refresh or --target")
    .usage("[--live | --preview] [--format FORMAT] [--stack NAME | --stack-file FILE] [-- WORDS...]")
    .action(async (words: string[], options: Options) => {
      const { live, preview, format, stack } = options;
      if (!preview && words.length > 0) throw new Failure("graph: WORDS are for --preview", BAD_USAGE);
      const { render } = await import("./graph/render.js");
      const graph = await (live ? liveGraph() : preview ? previewGraph(stack, words) : stackGraph(options));
      process.stdout.write(`${await render(graph, format)}\n`);
    });
}

async function liveGraph(): Promise<Graph> {
  const { graphOfNetworks } = await import("./graph/live.js");
  return graphOfNetworks(await liveNetworks("graph"));
}

async function previewGraph(stack: string | undefined, words: readonly string[]): Promise<Graph> {
  const { graphOfPreview } = await import("./graph/preview.js");
  const { graph, unknown } = graphOfPreview(await runPreview("graph", [...stackWords(stack), ...words]));
  for (const name of unknown) {
    process.stderr.write(`linuxnet: graph: ${name} is not drawn: only the update will know what it is made of\n`);
  }
  return graph;
}

async function stackGraph(options: StackOptions): Promise<Graph> {
  const { stackGraph: graphOfStack } = await import("./graph/stack.js");
  return graphOfStack("graph", options);
}
