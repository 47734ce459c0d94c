import type { Command } from "commander";
import { Failure, UNABLE } from "./failure";
import { needRoot } from "./live";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  json?: true;
}

export function registerWatch(program: Command): void {
  program
    .command("watch")
    .summary("tell live what changes of a stack's networks")
    .description(
      "Tells each change of links, addresses, routes and rules in the namespaces of the current folder's stack, whoever makes " +
        "it, and in the host's network those that name something of the stack. Changes nothing. Ctrl-C ends it.",
    )
    .option("--json", "a JSON object a line: { time, place, kind, verb, text }")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "the networks of what `pulumi stack export` wrote into FILE")
    .action(async ({ json, ...options }: Options) => {
      await run(json === true, options);
    });
}

async function run(json: boolean, options: StackOptions): Promise<void> {
  await needRoot("watch", "to look into namespaces and rules");
  const { localHost } = await import("../provider/host/local-host.js");
  const { exportStack } = await import("./stack-export.js");
  const { concernOf } = await import("./watch/concern.js");
  const { nameOf } = await import("./place-name.js");
  const { jsonOf, textOf } = await import("./watch/text.js");
  const { watch } = await import("./watch/run.js");
  const { places, concern } = concernOf(await exportStack("watch", options));
  if (places.length === 1) throw new Failure("watch: this stack has no network", UNABLE);
  const end = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end.abort());
  const width = Math.max(...places.map((it) => nameOf(it).length));
  const watched = {
    ...{ places, concern, signal: end.signal },
    tell: (event: Parameters<typeof textOf>[0]): void => {
      process.stdout.write(`${json ? jsonOf(event) : textOf(event, width)}\n`);
    },
  };
  await watch(localHost, watched, () => process.stderr.write("watching; Ctrl-C ends it\n"));
}
