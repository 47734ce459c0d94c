import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";

/** What a program that a test slows down waits with. */
export const SLOW = "/bin/sleep";

/** The processes of Pulumi in this lab, by what each does: a lab sees no other lab's. */
const ROLES = {
  provider: /\/cmd\/dynamic-provider|\/pulumi-resource-linuxnet$/,
  program: /\/cmd\/run\/index\.js/,
  "language host": /pulumi-language-nodejs/,
  "slow program": new RegExp(`^${SLOW}$`),
};

export type Role = keyof typeof ROLES;

/** The ids of a role's processes, without those of shell scripts that only wait for one. */
export function processesOf(role: Role): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((id) => {
      const [program = "", ...words] = commandLine(id);
      return !program.endsWith("sh") && [program, ...words].some((word) => ROLES[role].test(word));
    })
    .map(Number);
}

function commandLine(id: string): string[] {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // It has ended meanwhile.
  }
}

/** Kills all processes of a role. Answers how many there were. */
export function killAll(role: Role, signal: NodeJS.Signals = "SIGKILL"): number {
  const ids = processesOf(role);
  for (const id of ids) {
    try {
      process.kill(id, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ids.length;
}

/** How many ms it takes until no process of a role is left. Throws after a limit. */
export async function gone(role: Role, limitMs: number): Promise<number> {
  const start = Date.now();
  while (processesOf(role).length > 0) {
    if (Date.now() - start > limitMs) throw new Error(`a ${role} still runs after ${limitMs} ms`);
    await passed(50);
  }
  return Date.now() - start;
}
