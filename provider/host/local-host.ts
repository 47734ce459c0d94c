import { randomBytes } from "node:crypto";
import { CommandError, reasonOf } from "../errors";
import { type Command, type Host } from "./host";
import { lockToInherit, shellsOfTurn } from "./host-lock";
import { patient } from "./patient-host";
import { killTree } from "./process-tree";
import { findProgram } from "./programs";
import { failureIn, FailureInSequence, scriptOf } from "./sequence";
import { type Ended, SURROUNDINGS } from "./shell";
import { Shells } from "./shells";

const TIMEOUT_MS = 30_000;
const GRACE_MS = 1000;

/** The machine that this process runs on. */
export const localHost = localHostWithin(TIMEOUT_MS);

/** This machine, on which a command that has not ended in time is killed, with all that it has started. */
export function localHostWithin(timeoutMs: number): Host {
  return patient({
    run: (command) => run(command, timeoutMs),
    runSequence: (commands) => runAsOne(commands, timeoutMs),
  });
}

/** Those that do not have the lock of this machine. */
const shells = new Shells();

async function run(command: Command, timeoutMs: number): Promise<string> {
  const { argv, stdin = "", withErrors = false } = command;
  // The first word is a program, and the one that it becomes: `nsenter … -- ip …`.
  const words = argv.map((word, index) => (index === 0 || argv[index - 1] === "--" ? findProgram(word) : word));
  const result = isApart(command)
    ? await runApart(words, command, timeoutMs)
    : await (shellsOfTurn() ?? shells).run(words, stdin, timeoutMs);
  const stderr = result.stderr.trim();
  // ip ends well though the kernel's answer broke off (libnetlink.c).
  if (!result.timedOut && result.exitCode === 0 && !DUMP_INTERRUPTED.test(stderr)) {
    return `${result.stdout}${withErrors ? stderr : ""}`;
  }
  throw errorOf(command, result);
}

/** What nothing that is run, or printed, contains. */
const MARK = randomBytes(12).toString("hex");

/** One program: the namespace is entered once. */
async function runAsOne(commands: readonly Command[], timeoutMs: number): Promise<void> {
  const [first = "", ...rest] = commands[0]?.argv ?? [];
  const enter = [findProgram(first), ...rest.slice(0, rest.indexOf("--") + 1)];
  const script = scriptOf(commands, MARK, findProgram);
  const result = await (shellsOfTurn() ?? shells).run([...enter, findProgram("sh"), "-c", script], "", timeoutMs);
  if (!result.timedOut && result.exitCode === 0) return;
  const { index, text } = failureIn(result.stderr, MARK);
  const hasEntered = !text.startsWith(`${first}: `);
  const wasKilled = result.timedOut || result.exitCode === undefined || result.exitCode > 128;
  const failed = index ?? (!hasEntered ? 0 : wasKilled ? undefined : commands.length - 1);
  throw new FailureInSequence(failed, errorOf(commands[failed ?? 0] as Command, { ...result, stderr: text }));
}

function errorOf({ argv, stdin = "", isSecret = false }: Command, ended: Ended & { timedOut: boolean }): CommandError {
  const { exitCode, timedOut, stderr } = ended;
  const answer = stderr.trim() || `Command failed with exit code ${exitCode}: ${argv.join(" ")}`;
  const reason = timedOut ? "timeout" : reasonOf(answer);
  const line = /Command failed -:(\d+)/.exec(answer)?.[1];
  const text = commandText(argv, isSecret ? "" : textOf(stdin));
  return new CommandError(reason, text, answer, line === undefined ? undefined : Number(line));
}

/** Bytes that are no text pass no shell. What a script leaves behind goes on printing to where the script did. */
function isApart({ argv, isBytes = false }: Command): boolean {
  return isBytes || argv[0] === "sh";
}

async function runApart(
  [program = "", ...words]: readonly string[],
  { stdin = "", isBytes = false }: Command,
  timeoutMs: number,
): Promise<Ended & { timedOut: boolean }> {
  // execa is an ES module: loaded by the first command, so that loading the provider stays quick.
  const { execa } = await import("execa");
  const lock = lockToInherit();
  const child = execa(program, words, {
    ...SURROUNDINGS,
    stdio: ["pipe", "pipe", "pipe", ...(lock === undefined ? [] : [lock])],
    extendEnv: false,
    reject: false,
    killSignal: "SIGKILL",
    stripFinalNewline: false,
    encoding: isBytes ? "latin1" : "utf8",
  });
  // A program that fails at once may be gone before it has read anything.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(typeof stdin === "string" ? stdin : stdin(String(child.pid)), isBytes ? "latin1" : "utf8");
  let timedOut = false;
  const limit = setTimeout(() => {
    timedOut = true;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killTree(child.pid);
  }, timeoutMs);
  // They close when all that was killed has ended, but for what the program had left behind before.
  const last = setTimeout(() => [child.stdout, child.stderr].forEach((it) => it?.destroy()), timeoutMs + GRACE_MS);
  const { exitCode, failed, stdout = "", stderr = "", shortMessage = "" } = await child;
  for (const timer of [limit, last]) clearTimeout(timer);
  return { exitCode: failed ? (exitCode ?? -1) : 0, stdout, stderr: stderr || (failed ? shortMessage : ""), timedOut };
}

const DUMP_INTERRUPTED = /Dump was interrupted/;

function commandText(argv: readonly string[], input: string): string {
  const lines = input.trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines.map((line) => `  < ${line}`)].join("\n    ");
}

function textOf(stdin: Command["stdin"] = ""): string {
  return typeof stdin === "string" ? stdin : stdin("PID");
}
