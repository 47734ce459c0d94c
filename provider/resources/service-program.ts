import { createHash } from "node:crypto";
import { inQuotes } from "../sh-words";
import type { ServiceState } from "./service";

/** The environment of a service but for its own, as systemd.exec(5) has it. */
export const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** How it ends where it cannot become the command: EXIT_CHDIR and EXIT_USER of systemd.exec(5). */
const [EXIT_CHDIR, EXIT_USER] = [200, 217];

/**
 * Variables that one shell or another does not take from outside, or has its own values for. They go by env(1), whose
 * words others may see for a moment: in none of them is a secret looked for.
 */
const OF_SHELLS =
  /^(BASH.*|DIRSTACK|EPOCH(REALTIME|SECONDS)|E?UID|FUNCNAME|GROUPS|HISTCMD|LINENO|(OLD)?PWD|OPTIND|PPID|S?RANDOM|SECONDS|SHELLOPTS|SHLVL|_)$/;

/**
 * The script of sh(1) that becomes a service's process: it runs in the namespace, as root, and writes down that it has
 * begun. A user runs the end of it: of the environment nothing is in effect before, neither for the shell nor for a loader.
 */
export function programText({ command, workingDirectory, environment = {}, user }: ServiceState): string {
  const variables = Object.entries({ PATH: DEFAULT_PATH, ...environment });
  const ofShells = variables.filter(([name]) => OF_SHELLS.test(name)).map(assignment);
  const exported = variables.filter(([name]) => !OF_SHELLS.test(name)).map((it) => `export ${assignment(it)}`);
  const begin = [": >begun", "umask 022"];
  const cd = `cd ${inQuotes(workingDirectory)} || exit ${EXIT_CHDIR}`;
  const env = ofShells.length === 0 ? [] : ["/usr/bin/env", ...ofShells];
  const exec = ["exec", ...env, ...command.map(inQuotes)].join(" ");
  const lines =
    user === undefined
      ? [...begin, ...exported, cd, exec]
      : [...asUser(user, [...begin, ...loginOf(user), "exec <program", cd]), ...exported, `${exec} </dev/null`];
  return [...lines, ""].join("\n");
}

/** What is done as root, before the user runs the lines that follow: the file, which only root can read, is their input. */
function asUser(user: string, before: readonly string[]): string[] {
  return [
    "if [ $# -eq 0 ]; then",
    ...before,
    `exec setpriv --reuid="$uid" --regid="$gid" --init-groups -- sh -s ${inQuotes(user)}`,
    "fi",
  ];
}

function loginOf(user: string): string[] {
  return [
    "IFS=: read -r USER _ uid gid _ HOME SHELL <<END",
    `$(getent passwd ${inQuotes(user)})`,
    "END",
    `[ -n "$uid" ] || { echo ${inQuotes(`there is no user ${user}`)} >&2 && exit ${EXIT_USER}; }`,
    "LOGNAME=$USER",
    "export USER LOGNAME HOME SHELL",
  ];
}

/** What tells one way of running a service from another; how it is started again is none of it. */
export function digestOf(state: ServiceState): string {
  const text = JSON.stringify([state.name, state.namespace ?? "", state.logFile, programText(state)]);
  return createHash("sha256").update(text).digest("hex");
}

function assignment([name, value]: [string, string]): string {
  return `${name}=${inQuotes(value)}`;
}
