import { spawn, type ChildProcess } from "node:child_process";
import { constants } from "node:os";

/** Ask a process to end: kill(1), and the terminal that goes away. */
const ENDING = ["SIGTERM", "SIGHUP"] as const;

/** Come from the keyboard to the whole process group: the command has them already, and decides. */
const KEYBOARD = ["SIGINT", "SIGQUIT"] as const;

/**
 * Starts a command on the terminal, input and output of this process and in its process group, as a child that dies with
 * it, also by kill -9. With `channel`, descriptor 3 of the command leads to `stdio[3]` of what is returned. With `input`,
 * that is what the command reads.
 */
export function attach(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  { channel = false, input }: { channel?: boolean; input?: string | undefined } = {},
): ChildProcess {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...words], {
    env,
    stdio: [input === undefined ? "inherit" : "pipe", "inherit", "inherit", ...(channel ? (["pipe"] as const) : [])],
  });
  child.stdin?.on("error", () => undefined); // a command that does not read it all is seen by its end
  child.stdin?.end(input);
  return child;
}

/**
 * Waits for an attached command: its exit code, 128 + n where signal n ended it. `onEnding` is told of a signal
 * that asks this process to end, instead of its ending.
 */
export function exitCode(child: ChildProcess, onEnding: (signal: NodeJS.Signals) => void): Promise<number> {
  for (const signal of ENDING) process.on(signal, onEnding);
  for (const signal of KEYBOARD) process.on(signal, () => undefined);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(signal === null ? (code ?? 0) : signalCode(signal)));
  });
}

/** The exit code that a shell shows for a process which this signal ended. */
export function signalCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
