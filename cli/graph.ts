import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { Failure, UNABLE } from "./failure";
import { graphOf, type StackResource } from "./graph/model";
import { textOf } from "./graph/text";
import { pulumi, stackWords } from "./pulumi";

interface Options {
  stack?: string;
  stackFile?: string;
}

export function registerGraph(program: Command): void {
  program
    .command("graph")
    .summary("draw the network of a stack")
    .description("Draws the network of the current folder's stack, as its last `pulumi up` left it.")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "draw what `pulumi stack export` wrote into FILE")
    .action(async ({ stack, stackFile }: Options) => {
      const [text, origin] =
        stackFile === undefined ? [await exportStack(stack), "pulumi"] : [read(stackFile), stackFile];
      process.stdout.write(`${textOf(graphOf(resourcesOf(text, origin)))}\n`);
    });
}

async function exportStack(stack?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await pulumi(["stack", "export", ...stackWords(stack)]);
  if (exitCode !== 0) throw new Failure(`graph: pulumi stack export failed: ${stderr}`, UNABLE);
  return stdout;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`graph: cannot read ${file}: ${(error as Error).message}`, UNABLE);
  }
}

function resourcesOf(text: string, origin: string): StackResource[] {
  try {
    const { deployment } = JSON.parse(text) as { deployment: { resources?: StackResource[] } };
    return deployment.resources ?? [];
  } catch {
    throw new Failure(`graph: ${origin} holds no exported stack`, UNABLE);
  }
}
