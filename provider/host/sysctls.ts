import type { Host } from "./host";
import { inside } from "../namespaces";

/** Kernel parameters by name; one that the kernel does not have is left out. */
export async function readSysctls(
  host: Host,
  namespace: string | undefined,
  keys: readonly string[],
): Promise<Record<string, string>> {
  if (keys.length === 0) return {};
  return parseSysctls(await host.run({ argv: inside(namespace, ["sysctl", "-e", ...keys]) }));
}

const REDIRECTS = "net.ipv4.conf.all.accept_redirects";

/**
 * Writes one kernel parameter. With ip_forward the kernel sets accept_redirects, too (inet_forward_change in
 * net/ipv4/devinet.c): the same run of sysctl puts it back, so that nothing can come between.
 */
export async function writeSysctl(
  host: Host,
  namespace: string | undefined,
  key: string,
  value: string,
): Promise<void> {
  const kept = key === "net.ipv4.ip_forward" ? await readSysctls(host, namespace, [REDIRECTS]) : {};
  await writeSysctls(host, namespace, { [key]: value, ...kept });
}

/** Writes kernel parameters in their order. */
export async function writeSysctls(
  host: Host,
  namespace: string | undefined,
  values: Record<string, string>,
): Promise<void> {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  if (lines.length === 0) return;
  await host.run({ argv: inside(namespace, ["sysctl", "-q", "--load=-"]), stdin: lines.join("") });
}

/** Reads what sysctl prints and takes: `KEY = VALUE`, one a line. */
export function parseSysctls(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, key, value] = /^(\S+) =(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value.trim().replace(/\s+/g, " ")]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}
