import { execa } from "execa";
import type { Stack } from "./stack";

export interface Answer {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs a subcommand of linuxnet in a stack's own folder, with nothing to read. */
export function linuxnet(stack: Stack, ...words: string[]): Promise<Answer> {
  return inFolder(stack, ["linuxnet", ...words]);
}

/** The same without the privileges that it takes to change a network. */
export function linuxnetUnprivileged(stack: Stack, ...words: string[]): Promise<Answer> {
  return inFolder(stack, ["setpriv", "--bounding-set", "-net_admin,-sys_admin", "--", "linuxnet", ...words]);
}

/** The same on a terminal, where somebody types an answer. All that is printed is on its stdout. */
export function linuxnetAnswered(stack: Stack, answer: string, ...words: string[]): Promise<Answer> {
  return inFolder(stack, ["script", "-qec", ["linuxnet", ...words].join(" "), "/dev/null"], `${answer}\n`);
}

async function inFolder(stack: Stack, argv: readonly string[], input = ""): Promise<Answer> {
  const settings = { cwd: stack.folder, env: stack.env, input, timeout: 60_000, reject: false } as const;
  const [program = "", ...words] = argv;
  const { exitCode = -1, stdout, stderr } = await execa(program, words, settings);
  return { exitCode, stdout, stderr };
}
