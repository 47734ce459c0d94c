import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Command } from "commander";
import { BAD_USAGE, Failure, UNABLE } from "./failure";
import { needRoot } from "./live";
import type { StackOptions } from "./stack-export";

interface Options extends StackOptions {
  port: string;
}

export function registerView(program: Command): void {
  program
    .command("view")
    .summary("show this machine's networks as a page in a browser")
    .description(
      "Serves a page that draws this machine's networks as they stand, with what passes links and rules, how the current " +
        "folder's stack differs from them, and the way of a packet as `linuxnet explain` tells it. Changes nothing.\n\n" +
        "Only this machine can open it, by an address that nobody can guess. Ctrl-C ends it.",
    )
    .option("--port <N>", "the port at which it listens; 0 for any", "0")
    .option("--stack <NAME>", "another stack than the selected one")
    .option("--stack-file <FILE>", "compare what `pulumi stack export` wrote into FILE")
    .action(async ({ port, ...stack }: Options) => run(portOf(port), stack));
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new Failure(`view: --port: expected a number from 0 to 65535, got ${JSON.stringify(text)}`, BAD_USAGE);
}

async function run(port: number, options: StackOptions): Promise<void> {
  await needRoot("view", "to look into namespaces and rules");
  const { localHost } = await import("../provider/host/local-host.js");
  const { Drift, isInProject } = await import("./view/drift.js");
  const { Kept } = await import("./view/kept.js");
  const { Monitor } = await import("./view/monitor.js");
  const { serverOf } = await import("./view/server.js");
  const { stateOf } = await import("./view/state.js");
  const isOfStack = options.stack !== undefined || options.stackFile !== undefined || isInProject(process.cwd());
  const drift = isOfStack ? new Drift(options) : undefined;
  const token = randomBytes(24).toString("base64url");
  const monitor = new Monitor();
  const kept = new Kept(localHost, monitor);
  const server = serverOf({
    token,
    state: async (question) => ({ ...(await stateOf(kept, question)), ...(drift ? { drift: drift.text() } : {}) }),
  });
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening").catch((error: unknown) => {
      throw new Failure(`view: cannot listen at port ${port}: ${(error as Error).message}`, UNABLE);
    });
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${token}/\n`);
    await Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
  } finally {
    monitor.close();
    server.close();
    server.closeAllConnections();
  }
}
