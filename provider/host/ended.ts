import { CommandError, reasonOf } from "../errors";
import { commandText } from "./command-text";
import type { Command } from "./host";
import type { Timed } from "./shell";

/**
 * Whether a program has done its work. Of one that only reads, ip ends well though the kernel's answer broke off
 * (libnetlink.c); one that changes something may have looked up the links' names in such an answer, and found them.
 */
export function isWell({ timedOut, exitCode, stderr }: Timed, onlyReads: boolean): boolean {
  return !timedOut && exitCode === 0 && !(onlyReads && stderr.includes("Dump was interrupted"));
}

export function errorOf({ argv, stdin = "", isSecret = false }: Command, ended: Timed): CommandError {
  const { exitCode, timedOut, stderr } = ended;
  const answer = stderr.trim() || `Command failed with exit code ${exitCode}: ${argv.join(" ")}`;
  const reason = timedOut ? "timeout" : reasonOf(answer);
  const line = /Command failed -:(\d+)/.exec(answer)?.[1];
  const text = commandText(argv, isSecret ? "" : typeof stdin === "string" ? stdin : stdin("PID"));
  return new CommandError(reason, text, answer, line === undefined ? undefined : Number(line));
}
