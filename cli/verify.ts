import type { Command } from "commander";
import { liveNetworks } from "./live";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  json?: true;
}

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .summary("try who of a stack reaches whom, and compare it with what explain tells")
    .description(
      "Sends real packets between all namespaces of the current folder's stack, and the host: pings to each address, and a " +
        "connection to each port on which somebody listens. Prints them as a table, each with `yes` or with why not, as " +
        "`linuxnet explain` tells it.\n\n" +
        "The exit code is 0 where packets fare as explain tells, 1 where some do not, and 125 where that could not be tried.",
    )
    .option("--json", "print { agrees, tried: [{ from, to, address, protocol, port, outcome, reason }] }")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "the namespaces of what `pulumi stack export` wrote into FILE")
    .action(async ({ json, ...options }: Options) => {
      process.exitCode = await run(json === true, options);
    });
}

async function run(json: boolean, options: StackOptions): Promise<number> {
  const networks = await liveNetworks("verify");
  const { localHost } = await import("../provider/host/local-host.js");
  const { stackGraph } = await import("./graph/stack.js");
  const { agrees, tryAll } = await import("./verify/tried.js");
  const { jsonOf, textOf } = await import("./verify/text.js");
  const { places } = await stackGraph("verify", options);
  const tried = await tryAll(localHost, networks, new Set([undefined, ...places]));
  process.stdout.write(`${json ? JSON.stringify(jsonOf(tried), undefined, 2) : textOf(tried)}\n`);
  return tried.every(agrees) ? 0 : 1;
}
