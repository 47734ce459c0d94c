import { CommandError, reasonOf } from "../errors";
import { type Command, type Host } from "./host";
import { lockToInherit } from "./host-lock";
import { patient } from "./patient-host";
import { killTree } from "./process-tree";
import { findProgram, FOLDERS } from "./programs";

const TIMEOUT_MS = 30_000;
const GRACE_MS = 1000;

/** The machine that this process runs on. */
export const localHost = localHostWithin(TIMEOUT_MS);

/** This machine, on which a command that has not ended in time is killed, with all that it has started. */
export function localHostWithin(timeoutMs: number): Host {
  return patient({ run: (command) => run(command, timeoutMs) });
}

async function run(
  { argv, stdin = "", isSecret = false, withErrors = false, isBytes = false }: Command,
  timeoutMs: number,
): Promise<string> {
  // execa is an ES module: loaded by the first command, so that loading the provider stays quick.
  const { execa } = await import("execa");
  // The first word is a program, and the one that it becomes: `nsenter … -- ip …`.
  const [program = "", ...words] = argv.map((word, index) =>
    index === 0 || argv[index - 1] === "--" ? findProgram(word) : word,
  );
  const lock = lockToInherit();
  const child = execa(program, words, {
    stdio: ["pipe", "pipe", "pipe", ...(lock === undefined ? [] : [lock])],
    cwd: "/",
    env: { PATH: FOLDERS.join(":"), LC_ALL: "C" },
    extendEnv: false,
    reject: false,
    killSignal: "SIGKILL",
    stripFinalNewline: false,
    encoding: isBytes ? "latin1" : "utf8",
  });
  const input = typeof stdin === "string" ? stdin : stdin(child.pid ?? 0);
  // A program that fails at once may be gone before it has read anything.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input, isBytes ? "latin1" : "utf8");
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
  }, timeoutMs);
  // They close when all that was killed has ended, but for what the program had left behind before.
  const last = setTimeout(() => [child.stdout, child.stderr].forEach((it) => it?.destroy()), timeoutMs + GRACE_MS);
  const result = await child;
  for (const timer of [limit, last]) clearTimeout(timer);
  const stderr = (result.stderr ?? "").trim();
  // ip ends well though the kernel's answer broke off (libnetlink.c).
  if (!timedOut && !result.failed && !DUMP_INTERRUPTED.test(stderr)) {
    return `${result.stdout ?? ""}${withErrors ? stderr : ""}`;
  }
  const answer = stderr || (result.shortMessage ?? "");
  const reason = timedOut ? "timeout" : reasonOf(answer);
  const line = /Command failed -:(\d+)/.exec(answer)?.[1];
  throw new CommandError(
    reason,
    commandText(argv, isSecret ? "" : input),
    answer,
    line === undefined ? undefined : Number(line),
  );
}

const DUMP_INTERRUPTED = /Dump was interrupted/;

function commandText(argv: readonly string[], input: string): string {
  const lines = input.trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines.map((line) => `  < ${line}`)].join("\n    ");
}
