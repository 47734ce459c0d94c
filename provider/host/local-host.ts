import { CommandError, reasonOf } from "../errors";
import { type Command, type Host } from "./host";
import { lockToInherit } from "./host-lock";
import { patient } from "./patient-host";
import { findProgram, FOLDERS } from "./programs";

const TIMEOUT_MS = 30_000;

/** The machine that this process runs on. */
export const localHost: Host = patient({
  async run({ argv, stdin = "", withErrors = false }: Command): Promise<string> {
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
      timeout: TIMEOUT_MS,
      killSignal: "SIGKILL",
      stripFinalNewline: false,
    });
    const input = typeof stdin === "string" ? stdin : stdin(child.pid ?? 0);
    // A program that fails at once may be gone before it has read anything.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
    const result = await child;
    const stderr = (result.stderr ?? "").trim();
    // ip ends well though the kernel's answer broke off (libnetlink.c).
    if (!result.failed && !DUMP_INTERRUPTED.test(stderr)) {
      return `${result.stdout ?? ""}${withErrors ? stderr : ""}`;
    }
    const answer = stderr || (result.shortMessage ?? "");
    const reason = result.timedOut ? "timeout" : reasonOf(answer);
    const line = /Command failed -:(\d+)/.exec(answer)?.[1];
    throw new CommandError(reason, commandText(argv, input), answer, line === undefined ? undefined : Number(line));
  },
});

const DUMP_INTERRUPTED = /Dump was interrupted/;

function commandText(argv: readonly string[], input: string): string {
  const lines = input.trimEnd().split("\n").filter(Boolean);
  return [argv.join(" "), ...lines.map((line) => `  < ${line}`)].join("\n    ");
}
