import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { findProgram } from "../provider/host/programs";

/**
 * Starts a program that ends when this process does, however that ends: what is inside a namespace keeps it alive. Ctrl-C at
 * a terminal does not reach it. @throws Refusal where the program, or setpriv(1), is not installed
 */
export function tethered(argv: readonly string[], stdio: StdioOptions): ChildProcess {
  const [program = "", ...words] = argv;
  const tether = ["--pdeathsig", "KILL", "--"];
  return spawn(findProgram("setpriv"), [...tether, findProgram(program), ...words], { stdio, detached: true });
}
