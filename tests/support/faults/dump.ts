import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { setTimeout as passed } from "node:timers/promises";
import { promisify } from "node:util";
import type { Place } from "../command";
import { GUEST } from "./places";
import { assertSame, withoutClocks, withoutEmptyTables } from "../snapshot";

/*
 * A quick look at all that a round may have changed. Unlike a snapshot it tells the same of two links of one name and
 * one configuration: without indexes, without what the kernel finds out by itself in its own time.
 */

const SWITCHES = ["ipv4/ip_forward", "ipv4/conf/all/route_localnet", "ipv6/conf/all/forwarding"];
/** Not those that only help to make a change, and are set for it: arp_notify, ndisc_notify, promote_secondaries. */
const OF_LINKS = ["rp_filter", "accept_redirects", "forwarding"];
const FILES = [...SWITCHES, ...OF_LINKS.map((key) => `ipv4/conf/*/${key}`), "ipv6/conf/*/forwarding"];

/** Each process costs a test more than what it does: tc is asked only where a link tells of a qdisc that somebody has set. */
const COMMANDS = `
ip=$(ip -o -d -batch - <<'END'
link show
address show
route show table all
rule show
END
)
printf '%s\\n' "$ip"
case $ip in *' qdisc tbf '*|*' qdisc netem '*) tc qdisc ;; esac
grep -s '' ${FILES.map((file) => `/proc/sys/net/${file}`).join(" ")}
ip -6 rule
iptables-save
exec ip6tables-save`;

/** Qdiscs that the kernel gives by itself. */
const OWN_QDISC = /^qdisc \S+ 0: /;

/** What of it stands in an order that counts. */
const RULES = /^(\*|:|-A |COMMIT$)/;

/** The kernel's own link-local addresses and their routes, which come when a link has a carrier. */
const OWN_TIME = /\b(inet6 fe80:|fe80:|ff00:|anycast )/;

/** Indexes of other ends, what depends on the carrier, and the queue, which a link has once it was up. */
const STATES = / qdisc \w+| link-netns(?:id)? \S+| state \w+| linkdown| dead|NO-CARRIER,|,LOWER_UP|,M-DOWN/g;

/** The number of a bridge's port tells which of those that are made at once came first. */
const NUMBERS = / (port_id|port_no|designated_port) \w+/g;

/** Where only the snapshot after a test looks. */
const UNTOUCHED: Place[] = [GUEST, "wan"];

/** One shell for all places: to start a process costs a test more than what most of these do. */
const EACH_PLACE = `
echo "#### host"; (eval "$COMMANDS") || exit
for path; do echo "#### $path"; nsenter --net="$path" -- sh -c "$COMMANDS" || exit; done
[ ! -d /etc/netns ] || { echo "#### files"; grep -rs '' /etc/netns || true; }`;

export async function dump(): Promise<string> {
  const names = readdirSync("/run/netns").sort();
  const paths = names.filter((name) => !UNTOUCHED.includes(name)).map((name) => `/run/netns/${name}`);
  const env = { ...process.env, COMMANDS };
  const { stdout } = await promisify(execFile)("sh", ["-c", EACH_PLACE, "sh", ...paths], { env, maxBuffer: Infinity });
  return stdout
    .split(/^(?=#### )/m)
    .map((text) => placeText(text))
    .join("\n");
}

function placeText(text: string): string {
  const [title = "", ...told] = text.split("\n");
  const lines = withoutClocks(withoutEmptyTables(told.join("\n"))).split("\n");
  const comparable = lines
    .filter((line) => !OWN_TIME.test(line) && !OWN_QDISC.test(line))
    .map((line) =>
      line
        .replace(/^\d+: /, "")
        .replace(/^([^@\s]+)@\S+/, "$1")
        .replace(STATES, "")
        .replace(NUMBERS, ""),
    );
  const rules = comparable.filter((line) => RULES.test(line));
  const others = comparable.filter((line) => !RULES.test(line)).sort();
  return [title, ...others, ...withSortedGuards(rules)].join("\n");
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
  return withSortedAccepts(lines.flatMap((line, index) => (index === at ? guards : isGuard(line) ? [] : [line])));
}

/** Nor does it of what only accepts, side by side. */
function withSortedAccepts(lines: readonly string[]): string[] {
  const runs: string[][] = [];
  const isAccept = (line = ""): boolean => / -j LN-(BR|FWD)-/.test(line);
  for (const [index, line] of lines.entries()) {
    if (isAccept(line) && isAccept(lines[index - 1])) runs.at(-1)?.push(line);
    else runs.push([line]);
  }
  return runs.flatMap((run) => run.sort());
}
