#!/usr/bin/env node
import { Command } from "commander";
import { registerExec } from "./exec";
import { BAD_USAGE, Failure } from "./failure";
import { registerExplain } from "./explain";
import { registerExport } from "./export";
import { registerGraph } from "./graph";
import { registerLab } from "./lab";
import { version } from "../provider/package";
import { registerPlan } from "./plan";
import { registerStatus } from "./status";
import { registerSweep } from "./sweep";

// A subcommand is a file that registers itself here; what it needs beyond node: is imported by its action.
const subcommands = [
  registerLab,
  registerExec,
  registerExplain,
  registerGraph,
  registerPlan,
  registerStatus,
  registerSweep,
  registerExport,
];

const program = new Command("linuxnet")
  .description("Linux container networks: labs to try them in, and a look inside.")
  .version(version())
  .enablePositionalOptions()
  .showHelpAfterError("(linuxnet --help, linuxnet SUBCOMMAND --help)")
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : BAD_USAGE));
for (const register of subcommands) register(program);

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`linuxnet: ${error.message}\n`);
  process.exitCode = error.exitCode;
});
