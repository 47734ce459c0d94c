import { readdirSync, readFileSync } from "node:fs";
import type { Made } from "./made";

/** What linuxnet knows of services. */
export const SERVICES = "/run/linuxnet/services";

/** The id that is written down of a service's process or supervisor. */
export function pidOf({ state }: Pick<Made, "state">, file: "process" | "supervisor" = "process"): number {
  return Number(readFileSync(`${SERVICES}/${state.owner}/${file}`, "utf8").split(" ")[0]);
}

/** The processes of which a word of the command line is this text. */
export function processesWith(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => wordsOf(pid).includes(text));
}

function wordsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return []; // It has ended meanwhile.
  }
}
