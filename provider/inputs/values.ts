import type { Family } from "./addresses";
import { markText } from "../iproute2/policy-rules";
import { type Check, hasUnknown, list } from "./check";

export const flag: Check<boolean> = (value, path, refuse) =>
  typeof value === "boolean" ? value : refuse(path, "true or false", value);

export function integer(from: number, to: number, what: string): Check<number> {
  return (value, path, refuse) =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to
      ? (value as number)
      : refuse(path, `${what}, a whole number from ${from} to ${to}`, value);
}

export function oneOf<T extends string>(...choices: T[]): Check<T> {
  return (value, path, refuse) =>
    choices.includes(value as T)
      ? (value as T)
      : refuse(path, `one of ${choices.map((choice) => `"${choice}"`).join(", ")}`, value);
}

/** The version of IP. */
export const family: Check<Family> = (value, path, refuse) =>
  value === 4 || value === 6 ? value : refuse(path, "4 or 6", value);

/** The kind of an interface, as in `ip link add … type KIND`. */
export const linkKind: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^[a-z0-9_-]+$/.test(value)
    ? value
    : refuse(path, "a kind of interface, such as bridge or veth", value);

/** The size of a link's largest packet in bytes: 68 is IPv4's least (RFC 791), 65535 the most that a veth or bridge takes. */
export const mtu = integer(68, 65535, "an MTU in bytes");

/** A route's priority: lower wins. */
export const metric = integer(0, 4294967295, "a metric");

/** The number of a routing table; 253 is `default`, 254 `main`, 255 `local` (/etc/iproute2/rt_tables). */
export const table: Check<string> = (value, path, refuse) => {
  const names: Record<string, string> = {
    main: "main",
    default: "default",
    local: "local",
    "253": "default",
    "254": "main",
    "255": "local",
  };
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  if (Object.hasOwn(names, text)) return names[text];
  const valid = /^[1-9][0-9]*$/.test(text) && Number(text) <= 4294967295;
  return valid ? text : refuse(path, '"main", "default", "local" or the number of a routing table', value);
};

/** A packet's mark, and those bits of it that count: `0x1`, `0x1/0xff`. One without a mask is the whole mark. */
export const fwmark: Check<string> = (value, path, refuse) => {
  const text = typeof value === "number" || typeof value === "string" ? String(value) : "";
  const [, mark = NaN, mask = 0xffffffff] = (
    /^(0x[0-9a-f]{1,8}|\d{1,10})(?:\/(0x[0-9a-f]{1,8}|\d{1,10}))?$/i.exec(text) ?? []
  ).map((it) => (it === undefined ? undefined : Number(it)));
  const isRight = mark <= mask && mask <= 0xffffffff && mask > 0 && (BigInt(mark) & ~BigInt(mask)) === 0n;
  return isRight
    ? markText(mark, mask)
    : refuse(path, "a mark of 32 bits such as 0x1, or one with its mask, 0x1/0xff, which has all bits of it", value);
};

/** A port number, 1–65535. */
export const port = integer(1, 65535, "a port");

/** A port, or a range of ports written `8000-8010`. A range of one port is that port. */
export const portOrRange: Check<number | string> = (value, path, refuse) => {
  if (typeof value !== "string") return port(value, path, refuse);
  const [, first, last] = /^([1-9][0-9]{0,4})-([1-9][0-9]{0,4})$/.exec(value) ?? [];
  if (first === undefined || last === undefined || Number(last) > 65535 || Number(first) > Number(last)) {
    return refuse(path, 'a port from 1 to 65535, or a range such as "8000-8010"', value);
  }
  return first === last ? Number(first) : value;
};

/** The built-in chains that decide what passes. */
export type RuleChain = "INPUT" | "FORWARD" | "OUTPUT";

/** The states of connections that rules tell apart, in the order in which iptables-save prints them. */
export const STATES = ["INVALID", "NEW", "RELATED", "ESTABLISHED", "UNTRACKED", "SNAT", "DNAT"] as const;

export type ConnectionState = (typeof STATES)[number];

const stateList = list<ConnectionState>(oneOf(...STATES));

/** One state or several, each of them once: in iptables-save's order, as soon as all are known. */
export const connectionStates: Check<ConnectionState[]> = (value, path, refuse) => {
  const all = stateList(value, path, refuse);
  if (all?.length === 0) return refuse(path, "one state of a connection at least", value);
  all?.forEach((state, index) => {
    const isAgain = (STATES as readonly unknown[]).includes(state) && all.indexOf(state) < index;
    if (isAgain) refuse(`${path}[${index}]`, "each state once", state);
  });
  return all === undefined || hasUnknown(all) ? all : STATES.filter((state) => all.includes(state));
};

/** The first port of a range, or the port. */
export function firstPort(ports: number | string): number {
  return typeof ports === "number" ? ports : Number(ports.split("-")[0]);
}

/** The last port of a range, or the port. */
export function lastPort(ports: number | string): number {
  return typeof ports === "number" ? ports : Number(ports.split("-")[1]);
}

/** A unicast MAC address: lower case, colons. */
export const mac: Check<string> = (value, path, refuse) => {
  const text = typeof value === "string" ? value.toLowerCase() : "";
  const octets = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(text) ? text.split(":").map((octet) => parseInt(octet, 16)) : [];
  const unicast = octets.length === 6 && ((octets[0] as number) & 1) === 0 && octets.some((octet) => octet !== 0);
  return unicast ? text : refuse(path, "a unicast MAC address such as 02:00:00:00:00:01", value);
};

/** The owner that the SDK sends with each resource, see provider/owner.ts. */
export const owner: Check<string> = (value, path, refuse) =>
  typeof value === "string" && /^[0-9a-f]{16}$/.test(value) ? value : refuse(path, "16 hexadecimal digits", value);
