import { CommandError } from "../errors";
import type { Command, Host } from "./host";
import { inside } from "../namespaces";

/** Kernel parameters by name; one that the kernel does not have is left out. Where there is no IPv6, it is disabled. */
export async function readSysctls(
  host: Host,
  namespace: string | undefined,
  keys: readonly string[],
): Promise<Record<string, string>> {
  if (keys.length === 0) return {};
  const values = parseSysctls(await host.run({ argv: inside(namespace, ["sysctl", "-e", ...keys]) }));
  // What was read for others with it is not asked for.
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = values[key] ?? (IPV6_OFF.test(key) ? "1" : undefined);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

const IPV6_OFF = /^net\.ipv6\.conf\.(all|default)\.disable_ipv6$/;

/** The kernel parameters whose names match a regular expression of regex(7). */
export async function matchingSysctls(
  host: Host,
  namespace: string | undefined,
  pattern: string,
): Promise<Record<string, string>> {
  return parseSysctls(await host.run({ argv: inside(namespace, ["sysctl", "-a", "-r", pattern]) }));
}

/** The parameters of a namespace that a new one does not have with the same values; none of a single interface. */
export async function changedSysctls(host: Host, namespace: string): Promise<Record<string, string>> {
  const argv = ["sysctl", "-a", "-r", "^net\\."];
  const texts = await Promise.all([
    host.run({ argv: inside(namespace, argv) }),
    host.run({ argv: ["unshare", "--net", "--", ...argv] }),
  ]);
  const [values = {}, fresh = {}] = texts.map(parseSysctls);
  const isChanged = ([key, value]: [string, string]): boolean =>
    key in fresh && fresh[key] !== value && !/\.(conf|neigh)\.(?!(all|default)\.)/.test(key);
  return Object.fromEntries(Object.entries(values).filter(isChanged));
}

/** Writes kernel parameters in their order. What cannot be written is an error only where it has another value. */
export async function writeSysctls(
  host: Host,
  namespace: string | undefined,
  values: Record<string, string>,
): Promise<void> {
  if (Object.keys(values).length === 0) return;
  try {
    await host.run(writeCommand(namespace, values));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    const standing = await readSysctls(host, namespace, Object.keys(values));
    const wrong = Object.keys(values).find((key) => standing[key] !== values[key]);
    if (wrong === undefined) return;
    if (standing[wrong] === undefined) throw error;
    const text = `${wrong} is ${standing[wrong]} and cannot be set to ${values[wrong]}`;
    throw new CommandError("other", error.command, `${text}\n${error.stderr}`);
  }
}

export function writeCommand(namespace: string | undefined, values: Record<string, string>): Command {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  return { argv: inside(namespace, ["sysctl", "-q", "--load=-"]), stdin: lines.join("") };
}

/** Reads what sysctl prints and takes: `KEY = VALUE`, one a line. */
export function parseSysctls(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, key, value] = /^(\S+) =(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value.trim().replace(/\s+/g, " ")]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** Its file: names are folders, and a slash in one is a dot of an interface's name. */
export function fileOfSysctl(key: string): string {
  const names = key.split(".").map((name) => name.replaceAll("/", "."));
  return `/proc/sys/${names.join("/")}`;
}
