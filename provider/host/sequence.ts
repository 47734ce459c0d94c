import { CommandError } from "../errors";
import { placeOf } from "../namespaces";
import type { Command, Host } from "./host";
import { lineOf } from "./sh-text";
import { inQuotes } from "../sh-words";
import { fileOfSysctl, parseSysctls } from "./sysctls";

/** The one of several commands that failed, counted from 0 where it is told: those before it are done, those after it did not begin. */
export class FailureInSequence extends Error {
  constructor(
    readonly index: number | undefined,
    override readonly cause: CommandError,
  ) {
    super(cause.message);
  }
}

/**
 * Runs commands of one namespace one after another, until one fails; the first may be the one that makes it.
 * @throws FailureInSequence
 */
export async function runSequence(host: Host, commands: readonly Command[]): Promise<void> {
  if (host.runSequence && commands.length > 1) return host.runSequence(commands);
  for (const [index, command] of commands.entries()) {
    try {
      await host.run(command);
    } catch (error) {
      throw error instanceof CommandError ? new FailureInSequence(index, error) : error;
    }
  }
}

/**
 * A script of sh(1) that does what commands do inside their namespace, until one fails, which it then tells at the end of
 * what it prints as errors. Parameters it writes itself, without a process of sysctl(8). `mark` is what none contains.
 */
export function scriptOf(commands: readonly Command[], mark: string, find: (program: string) => string): string {
  const last = commands.length - 1;
  const lines = commands.flatMap(({ argv, stdin = "" }, index) => {
    const [program = "", ...rest] = argv[0] === "unshare" ? argv.slice(argv.indexOf("--") + 1) : placeOf(argv).words;
    const failed = ` || { printf '\\n${mark} ${index}\\n' >&2; exit 1; }`;
    if (program === "sysctl") return writesOf(stdin).map((line) => `${line}${failed}`);
    const words = [find(program), ...rest];
    return index === last ? `exec ${lineOf(words, stdin, mark)}` : lineOf(words, stdin, mark, failed);
  });
  return ["unset PWD", ...lines, ""].join("\n");
}

/** Which command of a script failed, where that is told, and what was printed as errors. */
export function failureIn(stderr: string, mark: string): { index: number | undefined; text: string } {
  const [told = "", index] = new RegExp(`\n${mark} (\\d+)\\s*$`).exec(stderr) ?? [];
  return { index: index === undefined ? undefined : Number(index), text: stderr.slice(0, stderr.length - told.length) };
}

/** What sysctl(8) does with its lines. */
function writesOf(stdin: Command["stdin"]): string[] {
  const values = parseSysctls(typeof stdin === "string" ? stdin : "");
  return Object.entries(values).map(
    ([key, value]) => `printf '%s\\n' ${inQuotes(value)} >${inQuotes(fileOfSysctl(key))}`,
  );
}
