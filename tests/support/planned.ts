import assert from "node:assert/strict";
import { resolve } from "node:path";
import { execa } from "execa";
import type { Plan } from "../../cli/plan/model";
import { run } from "./command";
import { settled } from "./settled";
import { aspectsOf, snapshot } from "./snapshot";
import type { Stack } from "./stack";

const ROOT = resolve(__dirname, "../..");
const TIMEOUT_MS = 60_000;

interface Answer {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `linuxnet plan` in the folder of a program; `before` are words that run it. */
export async function plan(
  stack: Stack,
  folder: string,
  options: readonly string[] = [],
  before: readonly string[] = [],
): Promise<Answer> {
  const [flag = "", name = "", ...words] = stack.words;
  const [program = "", ...rest] = [...before, "linuxnet", "plan", flag, name, ...options, "--", ...words];
  const settings = { cwd: resolve(ROOT, folder), env: stack.env, stdin: "ignore", timeout: TIMEOUT_MS } as const;
  const { exitCode = 1, stdout, stderr } = await execa(program, rest, { ...settings, reject: false });
  return { exitCode, stdout, stderr };
}

/** The script that `linuxnet plan` prints. */
export async function scriptOf(stack: Stack, folder: string): Promise<string> {
  return `${printed(await plan(stack, folder))}\n`;
}

/** What `linuxnet plan --json` prints. */
export async function planOf(stack: Stack, folder: string, before?: readonly string[]): Promise<Plan> {
  return JSON.parse(printed(await plan(stack, folder, ["--json"], before))) as Plan;
}

function printed({ exitCode, stdout, stderr }: Answer): string {
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  return stdout;
}

/** Does by hand what a plan says. */
export function byHand(script: string): void {
  run(["sh", "-e"], undefined, script);
}

/** What the kernel holds, whatever came first: the numbers of links and ports, and the order of lines, tell only that. */
export async function kernel(): Promise<string> {
  await settled();
  return [...aspectsOf(await snapshot())]
    .map(([aspect, lines]) => [`== ${aspect}`, ...lines.map(withoutNumbers).sort()].join("\n"))
    .join("\n");
}

function withoutNumbers(line: string): string {
  return line
    .replace(/ \d+: ([^:]+):/, " $1:")
    .replace(/@if\d+|@\w+(?=:)/, "")
    .replace(/ link-netnsid \d+/, "")
    .replace(/ port_id \S+ port_no \S+ designated_port \d+/, "");
}
