import { accessSync, constants, statSync } from "node:fs";
import { CommandError, LinuxnetError } from "../errors";
import type { Host } from "./host";

/** Where programs are looked for. The caller's PATH is not: a provider runs as root. */
export const FOLDERS = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** The Debian package of each program that linuxnet cannot do without. */
const PACKAGES: Record<string, string> = {
  ip: "iproute2",
  bridge: "iproute2",
  ss: "iproute2",
  tc: "iproute2",
  nsenter: "util-linux",
  unshare: "util-linux",
  flock: "util-linux",
  sysctl: "procps",
  "iptables-save": "iptables",
  "iptables-restore": "iptables",
  "ip6tables-save": "iptables",
  "ip6tables-restore": "iptables",
};

const OTHERS_WRITE = 0o022;

const paths = new Map<string, string>();

/**
 * The absolute path of a program.
 * @throws CommandError if it is not installed, LinuxnetError if somebody else than root could have put another in its place.
 */
export function findProgram(name: string): string {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const path = FOLDERS.map((folder) => `${folder}/${name}`).find((candidate) => allows(candidate, constants.X_OK));
  if (path === undefined) throw missing(name);
  needTrusted(path);
  paths.set(name, path);
  return path;
}

/** What is thrown for a program that is not installed, on this machine or on another one. */
export function missing(name: string, machine = ""): CommandError {
  const answer = `${name} is in none of ${FOLDERS.join(", ")}${machine}; it is part of the package ${PACKAGES[name] ?? name}`;
  return new CommandError("missing tool", name, answer);
}

/** A program that is not installed, with its Debian package. */
export interface Missing {
  program: string;
  package: string;
}

/** Which of the programs that linuxnet cannot do without are not installed. */
export function missingPrograms(has: (program: string) => boolean = isInstalled): Missing[] {
  return Object.entries(PACKAGES)
    .map(([program, name]) => ({ program, package: name }))
    .filter(({ program }) => !has(program));
}

/** Whether a program is installed on a machine. */
export async function isInstalledOn(host: Host, program: string): Promise<boolean> {
  return host.has === undefined ? isInstalled(program) : host.has(program);
}

export function isInstalled(program: string): boolean {
  return paths.has(program) || FOLDERS.some((folder) => allows(`${folder}/${program}`, constants.X_OK));
}

/** Whether a path is a file that can be run. */
export function isProgram(path: string): boolean {
  return allows(path, constants.X_OK) && statSync(path).isFile();
}

/** In a user namespace root's files belong to nobody: there it is enough that they cannot be written. */
function needTrusted(path: string): void {
  const { uid, mode } = statSync(path);
  if ((uid === 0 && (mode & OTHERS_WRITE) === 0) || !allows(path, constants.W_OK)) return;
  const found = `it belongs to user ${uid} and has mode ${(mode & 0o7777).toString(8)}`;
  throw new LinuxnetError(`${path} is not run: expected a file that only root may write, ${found}`);
}

function allows(path: string, access: number): boolean {
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false;
  }
}
