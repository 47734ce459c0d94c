import type { Command } from "commander";
import type { Format } from "./graph/render";
import { withoutSecrets } from "./plan/changes";
import { exportStack, type StackOptions } from "./stack-export";

interface Options extends StackOptions {
  format: Format;
}

export function registerGraph(program: Command): void {
  const format = program.createOption("--format <FORMAT>", "how to draw").choices(["text", "mermaid", "dot", "svg"]);
  program
    .command("graph")
    .summary("draw the network of a stack")
    .description("Draws the network of the current folder's stack, as its last `pulumi up` left it.")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "draw what `pulumi stack export` wrote into FILE")
    .addOption(format.default("text"))
    .action(async (options: Options) => {
      const { graphOf } = await import("./graph/model.js");
      const { render } = await import("./graph/render.js");
      const { resources } = await exportStack("graph", options);
      process.stdout.write(`${await render(graphOf(resources.map(withoutSecrets)), options.format)}\n`);
    });
}
