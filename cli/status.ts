import type { Command } from "commander";
import { UNABLE } from "./failure";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  json?: true;
}

export function registerStatus(program: Command): void {
  program
    .command("status")
    .summary("tell what of a stack stands, and what of it is in no state")
    .description(
      "Compares the state of the current folder's stack with the kernel, in the host's network and in every namespace: " +
        "which resources stand, drifted or are gone, and what bears the stack's mark though no state holds it. " +
        "Changes nothing.\n\n" +
        "The exit code is 0 where all is as declared, 1 where something drifted, is gone, is somebody else's or in no " +
        "state, and 125 where that could not be told.",
    )
    .option("--json", "print { stack, locks, resources, orphans, pending, unclaimed, unread }")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "compare what `pulumi stack export` wrote into FILE")
    .action(async ({ json, ...options }: Options) => {
      const { localHost } = await import("../provider/host/local-host.js");
      const { fileSource, stackSource, survey } = await import("./survey/survey.js");
      const { isAsDeclared, reportOf, textOf } = await import("./survey/report.js");
      const source =
        options.stackFile === undefined
          ? await stackSource("status", options.stack)
          : await fileSource("status", options);
      const report = await reportOf(await survey(source, localHost), localHost);
      process.stdout.write(json ? `${JSON.stringify(report, undefined, 2)}\n` : textOf(report));
      const verdict = isAsDeclared(report);
      process.exitCode = verdict === undefined ? UNABLE : verdict ? 0 : 1;
    });
}
