import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";
import { promisify } from "node:util";
import { at, type Place } from "../command";
import { GUEST, HOST } from "./places";
import { assertSame, withoutClocks, withoutEmptyTables } from "../snapshot";

/*
 * A quick look at all that a round may have changed. Unlike a snapshot it tells the same of two links of one name and
 * one configuration: without indexes, without what the kernel finds out by itself in its own time.
 */

const SWITCHES = "net.ipv4.ip_forward net.ipv4.conf.all.route_localnet net.ipv6.conf.all.forwarding";
/** Not those that only help to make a change, and are set for it: arp_notify, ndisc_notify, promote_secondaries. */
const OF_LINKS = ["rp_filter", "accept_redirects", "forwarding"];
const FILES = [...OF_LINKS.map((key) => `/proc/sys/net/ipv4/conf/*/${key}`), "/proc/sys/net/ipv6/conf/*/forwarding"];

/** Unordered, as one line a thing; and the rules, whose order counts. */
const COMMANDS = `
{ ip -o -d link; ip -o address; ip -d route show table all; sysctl ${SWITCHES}; grep -s '' ${FILES.join(" ")}; } | sed -E "s/^[0-9]+: //" | sort
iptables-save
ip6tables-save`;

/** The kernel's own link-local addresses and their routes, which come when a link has a carrier. */
const OWN_TIME = /\b(inet6 fe80:|fe80:|ff00:|anycast )/;

/** Indexes of other ends, what depends on the carrier, and the queue, which a link has once it was up. */
const STATES = / qdisc \w+| link-netns(?:id)? \S+| state \w+| linkdown| dead|NO-CARRIER,|,LOWER_UP|,M-DOWN/g;

/** Where only the snapshot after a test looks. */
const UNTOUCHED: Place[] = [GUEST, "wan"];

export async function dump(): Promise<string> {
  const places: Place[] = [HOST, ...readdirSync("/run/netns").sort()].filter((place) => !UNTOUCHED.includes(place));
  const texts = await Promise.all(places.map((place) => placeText(place)));
  return places.map((place, index) => `#### ${place ?? "host"}\n${texts[index]}`).join("\n");
}

async function placeText(place: Place): Promise<string> {
  const [program = "", ...words] = at(place, ["sh", "-c", COMMANDS]);
  const { stdout } = await promisify(execFile)(program, words);
  const lines = withoutClocks(withoutEmptyTables(stdout)).split("\n");
  return withSortedGuards(lines.filter((line) => !OWN_TIME.test(line)))
    .map((line) => line.replace(/^([^@\s]+)@\S+/, "$1").replace(STATES, ""))
    .join("\n");
}

/** How long the kernel may take for what it does in its own time, such as the local route of an IPv6 address. */
const SETTLES_MS = 2000;

/** Fails unless the kernel looks like this by and by. */
export async function assertLooks(wanted: string): Promise<void> {
  for (const end = Date.now() + SETTLES_MS; ; await passed(50)) {
    const found = await dump();
    if (found === wanted || Date.now() > end) return assertSame(found, wanted);
  }
}

/** Guards only drop: in what order the built-in chain leads to them makes no difference. */
function withSortedGuards(lines: readonly string[]): string[] {
  const isGuard = (line = ""): boolean => / -j LN-(LO|WAS)-/.test(line);
  const guards = lines.filter(isGuard).sort();
  const at = lines.findIndex(isGuard);
  return lines.flatMap((line, index) => (index === at ? guards : isGuard(line) ? [] : [line]));
}
