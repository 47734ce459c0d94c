#!/usr/bin/env node
import { Command } from "commander";
import { registerCapture } from "./capture";
import { registerCompletion } from "./completion";
import { registerExec } from "./exec";
import { LinuxnetError } from "../provider/errors";
import { BAD_USAGE, Failure, UNABLE } from "./failure";
import { registerExplain } from "./explain";
import { registerExport } from "./export";
import { registerGraph } from "./graph";
import { registerLab } from "./lab";
import { registerNew } from "./new";
import { version } from "../provider/package";
import { registerPlan } from "./plan";
import { registerStatus } from "./status";
import { registerSweep } from "./sweep";
import { registerVerify } from "./verify";
import { registerView } from "./view";
import { registerWatch } from "./watch";

// A subcommand is a file that registers itself here; what it needs beyond node: is imported by its action.
const subcommands = [
  registerNew,
  registerLab,
  registerExec,
  registerExplain,
  registerCapture,
  registerGraph,
  registerPlan,
  registerStatus,
  registerSweep,
  registerVerify,
  registerView,
  registerWatch,
  registerExport,
  registerCompletion,
];

const program = new Command("linuxnet")
  .description("Linux container networks: labs to try them in, and a look inside.")
  .version(version())
  .enablePositionalOptions()
  .showHelpAfterError("(linuxnet --help, linuxnet SUBCOMMAND --help)")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE));
for (const register of subcommands) register(program);

// Whoever reads may go before, as `head` does; what goes on after that ends by itself.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") fail(new Failure(`cannot write: ${error.message}`, UNABLE));
  });
}

program.parseAsync().catch(fail);

/** What is made for the person at the terminal is told without a stack trace. */
function fail(error: unknown): void {
  if (!(error instanceof Failure || error instanceof LinuxnetError)) throw error;
  process.stderr.write(`linuxnet: ${error.message}\n`);
  process.exitCode = error instanceof Failure ? error.exitCode : UNABLE;
}
