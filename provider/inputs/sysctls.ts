import { type Check, isUnknown, type Refuse } from "./check";
import { isInterfaceName } from "./names";

const KEY = "a parameter of a network namespace, such as net.ipv4.ip_forward";
const VALUE = "a value of letters, digits, `_`, `.`, `,`, `-` and single blanks";
const DECIMAL = "whole numbers without leading zeros: to the kernel 010 is 8";

/** Parameters that hold whole numbers, and how many of them. The kernel takes more of them, and forgets the rest. */
const NUMBERS: readonly [key: RegExp, count: number][] = [
  [/^net\.ipv4\.conf\.[^.]+\.[^.]+$/, 1],
  [/^net\.ipv6\.conf\.[^.]+\.(?!stable_secret$)[^.]+$/, 1],
  [/^net\.ipv[46]\.neigh\.[^.]+\.[^.]+$/, 1],
  [/^net\.ipv4\.(ip_|icmp_|fib_|udp_|igmp_)(?!local_)[^.]+$/, 1],
  [/^net\.ipv6\.(bindv6only|ip_nonlocal_bind|icmp\.echo_.*)$/, 1],
  [/^net\.ipv4\.tcp_(?!.*congestion_control$|[rw]?mem$|fastopen_key$)[^.]+$/, 1],
  [/^net\.core\.somaxconn$/, 1],
  [/^net\.ipv4\.(ip_local_port_range|ping_group_range)$/, 2],
  [/^net\.ipv4\.tcp_[rw]mem$/, 3],
];

const IP_FORWARD = "net.ipv4.ip_forward";

/** One parameter of which the kernel has two names. */
const ALIASES: Record<string, string> = { "net.ipv4.conf.all.forwarding": IP_FORWARD };

/**
 * Kernel parameters of a namespace by their names under /proc/sys, as in sysctl(8): `net.ipv4.ip_forward` or
 * `net/ipv4/ip_forward`. Those that change others come first.
 */
export const sysctls: Check<Record<string, string>> = (value, path, refuse) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse(path, "an object", value);
  const result = new Map<string, string>();
  for (const [given, text] of Object.entries(value)) {
    const at = `${path}[${JSON.stringify(given)}]`;
    const key = canonicalKey(given);
    if (key === undefined) refuse(at, KEY, given);
    else if (result.has(key)) refuse(at, `each parameter once, and ${key} is there already`, given);
    else result.set(key, (isUnknown(text) ? text : canonicalValue(key, text, at, refuse)) as string);
  }
  return Object.fromEntries([...result].sort(([a], [b]) => rank(a) - rank(b)));
};

/** With dots between names, and a slash for each dot of an interface's name; undefined if it is no parameter. */
function canonicalKey(given: string): string | undefined {
  const slashed = /^[^./]*\//.test(given);
  const names = given.split(slashed ? "/" : ".").map((name) => (slashed ? name : name.replaceAll("/", ".")));
  const [net, family, group, device] = names;
  const ofDevice = (group === "conf" || group === "neigh") && /^(ipv[46]|mpls)$/.test(family ?? "");
  const rest = names.filter((_name, index) => !(ofDevice && index === 3));
  if (net !== "net" || names.length < 3 || !rest.every((name) => /^[A-Za-z0-9_-]+$/.test(name))) return undefined;
  if (ofDevice && !(names.length === 5 && isDevice(device as string))) return undefined;
  const key = names.map((name) => name.replaceAll(".", "/")).join(".");
  return ALIASES[key] ?? key;
}

function isDevice(name: string): boolean {
  return name === "all" || name === "default" || isInterfaceName(name);
}

function canonicalValue(key: string, given: unknown, path: string, refuse: Refuse): string | undefined {
  const words = wordsOf(given);
  const expected = words === undefined ? VALUE : (expectedNumbers(key, words) ?? expectedDecimals(words));
  return expected === undefined ? words?.join(" ") : refuse(path, expected, given);
}

/** The name of one parameter. */
export const sysctlKey: Check<string> = (value, path, refuse) =>
  (typeof value === "string" ? canonicalKey(value) : undefined) ?? refuse(path, KEY, value);

/** The value of one parameter. What its name tells of it, `expectedNumbers` does. */
export const sysctlValue: Check<string> = (value, path, refuse) => {
  const words = wordsOf(value);
  const expected = words === undefined ? VALUE : expectedDecimals(words);
  return expected === undefined ? words?.join(" ") : refuse(path, expected, value);
};

function wordsOf(given: unknown): string[] | undefined {
  const text = typeof given === "number" ? String(given) : given;
  if (typeof text !== "string" || !/^[A-Za-z0-9_.,-]+([ \t]+[A-Za-z0-9_.,-]+)*$/.test(text)) return undefined;
  return text.split(/[ \t]+/);
}

/** What numbers a parameter holds, where the words of a value are none such. */
export function expectedNumbers(key: string, words: readonly string[]): string | undefined {
  const count = NUMBERS.find(([pattern]) => pattern.test(key))?.[1];
  if (count === undefined || (words.length === count && words.every(isDecimal))) return undefined;
  return count === 1 ? "a whole number" : `${count} whole numbers`;
}

function expectedDecimals(words: readonly string[]): string | undefined {
  return words.some((word) => /^-?0[0-9]+$|^-?0[xX][0-9a-fA-F]+$|^-0$/.test(word)) ? DECIMAL : undefined;
}

/** The interface that a parameter is of; undefined for those of a whole namespace, and of lo, which each has. */
export function linkOf(key: string): string | undefined {
  const device = /^net\.(?:ipv[46]|mpls)\.(?:conf|neigh)\.([^.]+)\./.exec(key)?.[1];
  return device === undefined || ["all", "default", "lo"].includes(device) ? undefined : device.replaceAll("/", ".");
}

/** ip_forward sets the forwarding of all interfaces, and `all` and `default` set those of single ones. */
function rank(key: string): number {
  const order = [/\.ip_forward$/, /\.conf\.all\./, /\.conf\.default\./].findIndex((pattern) => pattern.test(key));
  return order === -1 ? 3 : order;
}

/** Whether the kernel changes a parameter where others are written: those that `sysctls` has before it. */
export function isChangedBy(written: readonly string[], key: string): boolean {
  const [, group, name] = CONF.exec(key) ?? [];
  const changes = (wide: string): boolean =>
    wide === IP_FORWARD
      ? group === "net.ipv4.conf" && (name === "forwarding" || key === "net.ipv4.conf.all.accept_redirects")
      : CONF.exec(wide)?.slice(1).join() === [group, name].join();
  return group !== undefined && written.some((wide) => rank(wide) < rank(key) && changes(wide));
}

const CONF = /^(net\.ipv[46]\.conf)\.[^.]+\.([^.]+)$/;

function isDecimal(word: string): boolean {
  return /^(0|-?[1-9][0-9]*)$/.test(word);
}
