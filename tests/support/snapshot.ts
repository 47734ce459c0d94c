import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { at, type Place, run } from "./command";

/** All that the kernel holds of the lab's network and of every namespace, as text that two moments can be compared by. */
export async function snapshot(): Promise<string> {
  const places = [undefined, ...readdirSync("/run/netns").sort()];
  const texts = await Promise.all(places.map((place) => networkText(place)));
  return places.map((place, index) => `#### ${place ?? "host"}\n${texts[index]}`).join("\n");
}

/** The most differences that a failure shows. */
const SHOWN = 40;

/** Fails with the lines that only one of two snapshots has. */
export function assertSame(after: string, before: string): void {
  if (after === before) return;
  const [now, then] = [placedLines(after), placedLines(before)];
  const left = now.filter((line) => !then.includes(line));
  const lost = then.filter((line) => !now.includes(line));
  const differences = [...left.map((line) => `left over: ${line}`), ...lost.map((line) => `lost: ${line}`)];
  const moved = now.findIndex((line, index) => line !== then[index]);
  assert.fail(
    differences.slice(0, SHOWN).join("\n") || `out of order: ${now[moved]}\nin its place was: ${then[moved]}`,
  );
}

export function placedLines(text: string): string[] {
  let place = "";
  return text.split("\n").map((line) => {
    if (line.startsWith("####")) place = line;
    return `${place} ${line}`;
  });
}

/**
 * A snapshot without the switches of switches.ts, what the kernel changes with them, and their markers. A router's
 * interfaces have anycast addresses.
 */
export function withoutSwitches(text: string): string {
  return text
    .split("\n")
    .filter((line) => !SWITCHED.test(line))
    .join("\n");
}

const SWITCHED =
  /LN-WAS-|^anycast |^\/proc\/sys\/net\/ipv[46]\/(ip_forward|conf\/[^/]+\/(forwarding|route_localnet|accept_ra)):/;

/** What a network consists of, and the commands that tell it. */
const ASPECTS = {
  links: "ip -d link",
  addresses: "ip address",
  routes: "for family in -4 -6; do ip $family route show table all; ip $family rule; done",
  qdiscs: "tc qdisc",
  "rules, chains, policies": "iptables-save; ip6tables-save",
  "files of namespaces": "find /etc/netns -type f; grep -rs '' /etc/netns",
  sysctls: "grep -rs '' /proc/sys/net",
};

const COMMANDS = Object.entries(ASPECTS)
  .map(([aspect, command]) => `echo '== ${aspect}'\n${command}`)
  .join("\n");

/** The lines of a snapshot by what they tell of, each with its place before it; its places are the namespaces. */
export function aspectsOf(text: string): Map<string, string[]> {
  const aspects = new Map<string, string[]>([["namespaces", []]]);
  let aspect = "namespaces";
  for (const line of placedLines(text)) {
    const [, heading] = / == (.+)$/.exec(line) ?? [];
    if (line.includes(" ####")) aspect = "namespaces";
    if (heading !== undefined) aspect = heading;
    else if (line.trim() !== "") aspects.set(aspect, [...(aspects.get(aspect) ?? []), line]);
  }
  return aspects;
}

export async function networkText(place: Place): Promise<string> {
  const [program = "", ...words] = at(place, ["sh", "-c", COMMANDS]);
  // grep's answer is its code, which tells of files that nobody may read.
  const { stdout } = await promisify(execFile)(program, words).catch((failed: { stdout: string }) => failed);
  return withoutClocks(withoutEmptyTables(stdout))
    .split("\n")
    .filter((line) => !VOLATILE.test(line))
    .join("\n");
}

/** What iptables-save prints, without tables that only their first use made. */
export function rulesText(place: Place, family: 4 | 6): string {
  return withoutEmptyTables(run([family === 4 ? "iptables-save" : "ip6tables-save"], place));
}

export function withoutEmptyTables(text: string): string {
  return text
    .replace(/^#.*\n/gm, "")
    .replace(/ \[\d+:\d+\]$/gm, "")
    .replace(/^\*\w+\n(?::\S+ ACCEPT\n)*COMMIT\n/gm, "");
}

/** Counters, and what loading a module of the kernel brings. */
const VOLATILE = /^\/proc\/sys\/net\/(netfilter\/|core\/netdev_rss_key|ipv4\/tcp_mem|nf_conntrack)/;

export function withoutClocks(text: string): string {
  return text
    .replace(/ (tentative|dadfailed)\b/g, "")
    .replace(/valid_lft \d+sec preferred_lft \d+sec/g, "")
    .replace(/ \w+_timer +[\d.]+/g, "");
}
