import assert from "node:assert/strict";
import type { Plan } from "../../cli/plan/model";
import { run } from "./command";
import { settled } from "./settled";
import { aspectsOf, snapshot } from "./snapshot";
import type { Stack } from "./stack";

/** The script that `linuxnet plan` prints. */
export async function scriptOf(stack: Stack, folder: string): Promise<string> {
  const { exitCode, stdout, stderr } = await stack.plan(folder);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  return `${stdout}\n`;
}

/** What `linuxnet plan --json` prints. */
export async function planOf(stack: Stack, folder: string): Promise<Plan> {
  const { exitCode, stdout, stderr } = await stack.plan(folder, "--json");
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  return JSON.parse(stdout) as Plan;
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
