import { readFileSync } from "node:fs";

/** The bits of capabilities(7). */
const BITS = { CAP_NET_ADMIN: 12n, CAP_SYS_ADMIN: 21n };

/** Whether this process has all of these capabilities, in whatever user namespace it runs. */
export function hasCapabilities(...names: (keyof typeof BITS)[]): boolean {
  const effective = /^CapEff:\s*(\w+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  return names.every((name) => (BigInt(`0x${effective}`) >> BITS[name]) & 1n);
}
