import { heard } from "./quiet";
import { readAsOne, runAsOne, type Runner } from "./as-one";
import { errorOf, isWell } from "./ended";
import { type Command, type Host } from "./host";
import { lockToInherit, shellsOfTurn } from "./host-lock";
import { patient } from "./patient-host";
import { killTree } from "./process-tree";
import { findProgram } from "./programs";
import { placeOf } from "../namespaces";
import { isRead } from "./reads";
import { SURROUNDINGS } from "./local-shell";
import type { Timed } from "./shell";
import { Shells } from "./shells";

const TIMEOUT_MS = 30_000;
const GRACE_MS = 1000;

/** The machine that this process runs on. */
export const localHost = localHostWithin(TIMEOUT_MS);

/** This machine, on which a command that has not ended in time is killed, with all that it has started. */
export function localHostWithin(timeoutMs: number): Host {
  const runner: Runner = { find: findProgram, run: (argv, stdin) => runByShell(argv, stdin, timeoutMs) };
  return patient({
    run: (command) => run(command, timeoutMs),
    runSequence: (commands) => runAsOne(commands, runner),
    readAll: (namespace, keys, lines) => readAsOne({ namespace, keys, lines }, runner),
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
    : await runByShell(words, stdin, timeoutMs, command.isBytes ? "latin1" : "utf8");
  if (!isWell(result, isRead(placeOf(argv).words))) throw errorOf(command, result);
  return `${result.stdout}${withErrors ? result.stderr.trim() : ""}`;
}

function runByShell(
  argv: readonly string[],
  stdin: NonNullable<Command["stdin"]>,
  timeoutMs: number,
  encoding: "utf8" | "latin1" = "utf8",
): Promise<Timed> {
  return heard(() => (shellsOfTurn() ?? shells).run(argv, stdin, timeoutMs, encoding));
}

/** A shell is told no bytes that are no text. What a script leaves behind goes on printing to where the script did. */
function isApart({ argv, stdin = "", isBytes = false }: Command): boolean {
  return (isBytes && stdin !== "") || argv[0] === "sh";
}

async function runApart(
  [program = "", ...words]: readonly string[],
  { stdin = "", isBytes = false }: Command,
  timeoutMs: number,
): Promise<Timed> {
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
