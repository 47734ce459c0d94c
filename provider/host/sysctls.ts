import type { Host } from "./host";
import { inside } from "./namespaces";

/** Kernel parameters by name; one that the kernel does not have is left out. */
export async function readSysctls(
  host: Host,
  namespace: string | undefined,
  keys: readonly string[],
): Promise<Record<string, string>> {
  if (keys.length === 0) return {};
  return parse(await host.run({ argv: inside(namespace, ["sysctl", "-e", ...keys]) }));
}

/**
 * Writes one kernel parameter. A write to ip_forward also makes the kernel rewrite accept_redirects of every interface
 * (devinet_sysctl_forward in net/ipv4/devinet.c): those are put back as they were.
 */
export async function writeSysctl(
  host: Host,
  namespace: string | undefined,
  key: string,
  value: string,
): Promise<void> {
  const before = key === "net.ipv4.ip_forward" ? await readRedirects(host, namespace) : {};
  await writeSysctls(host, namespace, { [key]: value });
  if (Object.keys(before).length === 0) return;
  const after = await readRedirects(host, namespace);
  await writeSysctls(
    host,
    namespace,
    Object.fromEntries(Object.entries(before).filter(([name, was]) => after[name] !== was)),
  );
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

async function readRedirects(host: Host, namespace: string | undefined): Promise<Record<string, string>> {
  const argv = inside(namespace, ["sysctl", "-a", "-r", "^net\\.ipv4\\.conf\\..*\\.accept_redirects$"]);
  return parse(await host.run({ argv }));
}

function parse(text: string): Record<string, string> {
  const pairs = text.split("\n").flatMap((line) => {
    const [, key, value] = /^(\S+) =(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value.trim().replace(/\s+/g, " ")]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}
