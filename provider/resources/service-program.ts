import { createHash } from "node:crypto";
import type { ServiceState } from "./service";

/** The environment of a service but for its own, as systemd.exec(5) has it. */
export const DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** How it ends where it cannot become the command: EXIT_CHDIR and EXIT_USER of systemd.exec(5). */
const [EXIT_CHDIR, EXIT_USER] = [200, 217];

/** The script of sh(1) that becomes a service's process: it runs in the namespace, as root, and writes down that it has begun. */
export function programText({ command, workingDirectory, environment = {}, user }: ServiceState): string {
  return [
    ": >begun",
    "umask 022",
    ...(user === undefined ? [] : loginOf(user)),
    ...Object.entries({ PATH: DEFAULT_PATH, ...environment }).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `cd ${quoted(workingDirectory)} || exit ${EXIT_CHDIR}`,
    `exec ${user === undefined ? "" : `"$setpriv" --reuid="$uid" --regid="$gid" --init-groups -- `}${command.map(quoted).join(" ")}`,
    "",
  ].join("\n");
}

function loginOf(user: string): string[] {
  return [
    "setpriv=$(command -v setpriv)",
    "IFS=: read -r USER _ uid gid _ HOME SHELL <<END",
    `$(getent passwd ${quoted(user)})`,
    "END",
    `[ -n "$uid" ] || { echo ${quoted(`there is no user ${user}`)} >&2 && exit ${EXIT_USER}; }`,
    "LOGNAME=$USER",
    "export USER LOGNAME HOME SHELL",
  ];
}

/** What tells one way of running a service from another; how it is started again is none of it. */
export function digestOf(state: ServiceState): string {
  const text = JSON.stringify([state.name, state.namespace ?? "", state.logFile, programText(state)]);
  return createHash("sha256").update(text).digest("hex");
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
