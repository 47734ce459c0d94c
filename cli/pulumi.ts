import { environment, needCommand } from "./programs";

/** What a run of pulumi left. */
export interface Answer {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs pulumi in the current folder to its end. It has nothing to read, and asks nothing. */
export async function pulumi(words: readonly string[], extra: NodeJS.ProcessEnv = {}): Promise<Answer> {
  const env = environment();
  needCommand("pulumi", env);
  const { execa } = await import("execa");
  const options = { env: { ...env, ...extra }, reject: false, stdin: "ignore" } as const;
  const { exitCode = 1, stdout, stderr } = await execa("pulumi", [...words, "--non-interactive"], options);
  return { exitCode, stdout, stderr: stderr.trim() };
}

/** The words that name a stack; none mean the selected one. */
export function stackWords(stack: string | undefined): string[] {
  return stack === undefined ? [] : ["--stack", stack];
}
