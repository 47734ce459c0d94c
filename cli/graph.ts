import type { Command } from "commander";
import type { Graph } from "./graph/model";
import type { Format } from "./graph/render";
import { liveNetworks } from "./live";
import { withoutSecrets } from "./plan/changes";
import { exportStack, type StackOptions } from "./stack-export";

interface Options extends StackOptions {
  live?: true;
  format: Format;
}

export function registerGraph(program: Command): void {
  const format = program.createOption("--format <FORMAT>", "how to draw").choices(["text", "mermaid", "dot", "svg"]);
  const live = program.createOption("--live", "draw this machine's networks as they stand, whoever made them");
  program
    .command("graph")
    .summary("draw the network of a stack, or of this machine")
    .description("Draws the network of the current folder's stack, as its last `pulumi up` left it.")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "draw what `pulumi stack export` wrote into FILE")
    .addOption(live.conflicts(["stack", "stackFile"]))
    .addOption(format.default("text"))
    .action(async (options: Options) => {
      const { render } = await import("./graph/render.js");
      const graph = options.live ? await liveGraph() : await stackGraph(options);
      process.stdout.write(`${await render(graph, options.format)}\n`);
    });
}

async function liveGraph(): Promise<Graph> {
  const { graphOfNetworks } = await import("./graph/live.js");
  return graphOfNetworks(await liveNetworks("graph"));
}

async function stackGraph(options: StackOptions): Promise<Graph> {
  const { graphOf } = await import("./graph/model.js");
  const { resources } = await exportStack("graph", options);
  return graphOf(resources.map(withoutSecrets));
}
