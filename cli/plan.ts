import type { Command } from "commander";
import { localHost } from "../provider/host/local-host";
import type { Preview } from "./plan/preview";
import { textOf } from "./plan/text";
import type { References } from "./plan/told";
import { runPreview } from "./preview";
import { stackWords } from "./pulumi";
import { exportStack } from "./stack-export";

interface Options {
  json?: true;
  stack?: string;
}

export function registerPlan(program: Command): void {
  program
    .command("plan")
    .summary("show what an up would do, to the last command")
    .description(
      "Runs `pulumi preview` in the current folder and shows what would change and why, what that interrupts, and the " +
        "commands by which `pulumi up` would do it, from what stands in the kernel now. Changes nothing.\n\n" +
        "The text is a script: `linuxnet plan | sh -e` does by hand what `pulumi up` does, but for the stack's state. " +
        "The exit code is 1 where the `up` would fail, and pulumi's own where the preview fails.",
    )
    .option("--json", "print { steps, summary, findings, unseen }: the steps in their order, each with its commands")
    .option("--stack <NAME>", "another stack than the selected one")
    .argument("[WORDS...]", "for `pulumi preview`, such as --refresh or --target")
    .usage("[--json] [--stack NAME] [-- WORDS...]")
    .action(async (words: string[], { json, stack }: Options) => {
      const preview = await runPreview("plan", [...stackWords(stack), ...words]);
      const { planOf } = await import("./plan/plan.js");
      const plan = await planOf(preview, await referencesOf(preview, stack), localHost);
      process.stdout.write(json ? `${JSON.stringify(plan, undefined, 2)}\n` : textOf(plan));
      if (plan.steps.some(({ findings }) => findings.some(({ severity }) => severity === "error")))
        process.exitCode = 1;
    });
}

/** Only the state knows them, and only a replacement needs them. */
async function referencesOf({ steps }: Preview, stack: string | undefined): Promise<References> {
  if (!steps.some(({ op }) => op === "create-replacement")) return new Map();
  const { resources } = await exportStack("plan", { stack });
  return new Map(resources.map(({ urn, propertyDependencies = {} }) => [urn, propertyDependencies]));
}
