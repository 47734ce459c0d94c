import type { Command } from "commander";
import { withoutSecrets } from "./plan/changes";
import { exportStack, type StackOptions } from "./stack-export";

export function registerGraph(program: Command): void {
  program
    .command("graph")
    .summary("draw the network of a stack")
    .description("Draws the network of the current folder's stack, as its last `pulumi up` left it.")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "draw what `pulumi stack export` wrote into FILE")
    .action(async (options: StackOptions) => {
      const { graphOf } = await import("./graph/model.js");
      const { textOf } = await import("./graph/text.js");
      const { resources } = await exportStack("graph", options);
      process.stdout.write(`${textOf(graphOf(resources.map(withoutSecrets)))}\n`);
    });
}
