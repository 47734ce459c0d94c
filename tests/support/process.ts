import { execa, type ResultPromise } from "execa";
import type { Command } from "./claim";
import { at } from "./command";

export type Running = ResultPromise<{ all: true; reject: false; stdin: "ignore" }>;

/** The longest that a command of a test may take. */
const TIMEOUT_MS = 20_000;

/** Starts a command; `all` is what it prints on both its outputs. */
export function start(command: Command, timeout = TIMEOUT_MS): Running {
  const [program = "", ...words] = at(command.in, command.run);
  return execa(program, words, { all: true, reject: false, stdin: "ignore", env: { LC_ALL: "C" }, timeout });
}

/** Runs a command to its end and answers what it printed. */
export async function output(command: Command): Promise<string> {
  return (await start(command)).all;
}

/** Waits until a running command has printed a text. */
export function printed(running: Running, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = "";
    running.all.on("data", (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
    running.all.once("end", () => reject(new Error(`ended without ${JSON.stringify(text)}: ${seen}`)));
  });
}
