import { randomBytes } from "node:crypto";
import { inside } from "../namespaces";
import { errorOf, isWell } from "./ended";
import type { Command, Gathered } from "./host";
import { failureIn, FailureInSequence, scriptOf } from "./sequence";
import { lineOf } from "./sh-text";
import { inQuotes } from "../sh-words";
import type { Timed } from "./shell";
import { fileOfSysctl } from "./sysctls";

/** Where programs are run. */
export interface Runner {
  /** The absolute path of a program there. @throws CommandError if it is not installed */
  find: (program: string) => string;
  /** Runs a program, named by its path, to its end. */
  run: (argv: readonly string[], stdin: string) => Promise<Timed>;
}

/** What nothing that is run, or printed, contains. */
const MARK = randomBytes(12).toString("hex");

/** Runs commands of one namespace, or of none, as one program: the namespace is entered once. See `runSequence`. */
export async function runAsOne(commands: readonly Command[], { find, run }: Runner): Promise<void> {
  const words = commands[0]?.argv ?? [];
  const [first = "", ...rest] = words.slice(0, words.indexOf("--") + 1);
  const enter = first === "" ? [] : [find(first), ...rest];
  const result = await run([...enter, find("sh"), "-c", scriptOf(commands, MARK, find)], "");
  if (isWell(result, false)) return;
  const { index, text } = failureIn(result.stderr, MARK);
  const hasEntered = first === "" || !text.startsWith(`${first}: `);
  const wasKilled = result.timedOut || result.exitCode === undefined || result.exitCode > 128;
  const failed = index ?? (!hasEntered ? 0 : wasKilled ? undefined : commands.length - 1);
  throw new FailureInSequence(failed, errorOf(commands[failed ?? 0] as Command, { ...result, stderr: text }));
}

/** Reads parameters and lines of ip as one program, see `Host`. */
export async function readAsOne(
  { namespace, keys, lines }: { namespace: string | undefined; keys: readonly string[]; lines: readonly string[] },
  { find, run }: Runner,
): Promise<Gathered> {
  const ip = ["ip", "-j", "-d", "-batch", "-"];
  const stdin = `${lines.join("\n")}\n`;
  const enter = entryTo(namespace, find);
  const batch = [find("ip"), ...ip.slice(1)];
  const script = [...readingLines(keys, find), `printf '${MARK}\\n'`, `exec ${lineOf(batch, stdin, MARK)}`, ""];
  const result = await (keys.length === 0
    ? run([...enter, ...batch], stdin)
    : run([...enter, find("sh"), "-c", script.join("\n")], ""));
  const error = isWell(result, true) ? undefined : errorOf({ argv: inside(namespace, ip), stdin }, result);
  const [values, told] = keys.length === 0 ? ["", result.stdout] : result.stdout.split(`${MARK}\n`);
  const answers = (told ?? "").split("\n").slice(0, (error?.line ?? lines.length + 1) - 1);
  const isWhole = answers.length === (error?.line ?? lines.length + 1) - 1 && told !== undefined;
  if (error !== undefined && (error.line === undefined || !isWhole)) throw error;
  return { values: values ?? "", answers, hasFailed: error !== undefined };
}

/**
 * What shows parameters as sysctl(8) does, and nothing of one that is not there. Of what lies under /proc/sys a shell, which
 * reads byte by byte, gets the first byte alone: enough for a switch.
 */
function readingLines(keys: readonly string[], find: Runner["find"]): string[] {
  const sysctl = [find("sysctl"), "-e"].map(inQuotes).join(" ");
  const others = keys.filter((key) => !SWITCH.test(key));
  const switches = keys
    .filter((key) => SWITCH.test(key))
    .map((key) => {
      const shown = `[01]) printf '%s = %s\\n' ${inQuotes(key)} $it;; ?) ${sysctl} ${inQuotes(key)};; esac`;
      return `{ it=; read -r it <${inQuotes(fileOfSysctl(key))}; case $it in ${shown}; } 2>/dev/null`;
    });
  const rest = others.length === 0 ? [] : [`${sysctl} ${others.map(inQuotes).join(" ")} 2>/dev/null`];
  return [...switches, ...rest];
}

/** The kernel knows it as on or off. */
const SWITCH = /^net\.ipv6\.conf\.[^.]+\.disable_ipv6$/;

/** The words that go before a program in a namespace. */
function entryTo(namespace: string | undefined, find: Runner["find"]): string[] {
  const [program, ...words] = inside(namespace, []);
  return program === undefined ? [] : [find(program), ...words];
}
