import type { Command } from "commander";
import { Failure, UNABLE } from "./failure";
import { needRoot } from "./live";
import type { StackOptions } from "./stack-export";
import type { Event } from "./watch/events";

interface Options extends StackOptions {
  json?: true;
}

export function registerWatch(program: Command): void {
  program
    .command("watch")
    .summary("tell live what changes of a stack's networks")
    .description(
      "Tells each change of links, addresses, routes, rules and policy routing in the namespaces of the current folder's stack, " +
        "whoever makes it, and in the host's network those that name something of the stack. Namespaces that an update adds, " +
        "or makes anew, are followed. Changes nothing, and keeps no namespace alive. Ctrl-C ends it.",
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
  const { environment, needPrograms } = await import("./programs.js");
  needPrograms(["ip", "nsenter", "setpriv"], environment());
  const { localHost } = await import("../provider/host/local-host.js");
  const { exportStack } = await import("./stack-export.js");
  const { concernOf } = await import("./watch/concern.js");
  const { jsonOf, textOf } = await import("./watch/text.js");
  const { watch } = await import("./watch/run.js");
  const concern = concernOf(await exportStack("watch", options));
  if (concern === undefined) throw new Failure("watch: this stack has no network", UNABLE);
  const end = new AbortController();
  const stop = (): void => end.abort();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  // Whoever reads may go before: `| head`.
  process.stdout.on("error", stop);
  const tell = (event: Event): void => {
    const width = Math.max("host".length, ...[...concern.namespaces].map((it) => it.length));
    process.stdout.write(`${json ? jsonOf(event) : textOf(event, width)}\n`);
  };
  const warn = (text: string): void => void process.stderr.write(`linuxnet: watch: ${text}\n`);
  await watch(localHost, { concern, tell, warn, signal: end.signal }, () => {
    process.stderr.write("watching; Ctrl-C ends it\n");
  });
}
