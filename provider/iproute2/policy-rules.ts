import { parseJson } from "./json";

/** A rule of policy routing as `ip -N -j -d rule show` tells it, in the words of a program. */
export interface PolicyRule {
  priority: number;
  from?: string;
  to?: string;
  inInterface?: string;
  outInterface?: string;
  /** A mark and its mask, where that is not all of it: `0x1/0xff`. */
  fwmark?: string;
  type: string;
  table?: string;
  suppressPrefixLength?: number;
  protocol: string;
  /** What it is beyond all this: `ipproto 6`. */
  beyond: string[];
}

interface IpRule {
  priority: number;
  src?: string;
  srclen?: number;
  dst?: string;
  dstlen?: number;
  iif?: string;
  oif?: string;
  fwmark?: string;
  fwmask?: string;
  action?: string;
  table?: string;
  suppress_prefixlen?: number;
  protocol?: string;
  [other: string]: unknown;
}

const KNOWN = new Set(
  (
    "priority src srclen dst dstlen iif iif_detached oif oif_detached fwmark fwmask action table " +
    "suppress_prefixlen protocol"
  ).split(" "),
);

/** The numbers of linux/fib_rules.h for what becomes of a packet, and of linux/rtnetlink.h for the tables that a program can name. */
const TYPES: Record<string, string> = { 1: "lookup", 6: "blackhole", 7: "unreachable", 8: "prohibit" };
const TABLES: Record<string, string> = { 253: "default", 254: "main", 255: "local" };

/** Reads numbers: what names they have is the host's own affair (rt_tables, rt_protos). */
export function parsePolicyRules(json: string): PolicyRule[] {
  return parseJson<IpRule>(json).map(ruleOf);
}

function ruleOf(rule: IpRule): PolicyRule {
  const { priority, iif, oif, action = "1", table, suppress_prefixlen: suppressed, protocol = "0" } = rule;
  const from = networkOf(rule.src, rule.srclen);
  const to = networkOf(rule.dst, rule.dstlen);
  const type = TYPES[action] ?? action;
  return {
    priority,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(iif === undefined ? {} : { inInterface: iif }),
    ...(oif === undefined ? {} : { outInterface: oif }),
    ...(rule.fwmark === undefined ? {} : { fwmark: markText(Number(rule.fwmark), Number(rule.fwmask ?? ALL_BITS)) }),
    type,
    ...(table === undefined ? {} : { table: TABLES[table] ?? table }),
    ...(suppressed === undefined ? {} : { suppressPrefixLength: suppressed }),
    protocol,
    beyond: Object.keys(rule)
      .filter((key) => !KNOWN.has(key))
      .map((key) => (rule[key] === null ? key : `${key} ${textOf(rule[key])}`)),
  };
}

function networkOf(address: string | undefined, length: number | undefined): string | undefined {
  if (address === undefined || address === "all") return undefined;
  // That of one host is told without its length.
  return `${address}/${length ?? (address.includes(":") ? 128 : 32)}`;
}

const ALL_BITS = 0xffffffff;

/** The one spelling of a mark and its mask. */
export function markText(mark: number, mask: number): string {
  const hex = (bits: number): string => `0x${bits.toString(16)}`;
  return mask === ALL_BITS ? hex(mark) : `${hex(mark)}/${hex(mask)}`;
}

type Selection = Omit<PolicyRule, "protocol" | "beyond" | "from" | "to"> & {
  from?: string | undefined;
  to?: string | undefined;
};

/** The words of ip-rule(8) for which packets a rule is, and what becomes of them; no mask is left out. */
export function policyRuleWords(rule: Selection): string[] {
  const { priority, from, to, inInterface, outInterface, fwmark, type, table, suppressPrefixLength } = rule;
  const option = (word: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [word, String(value)];
  return [
    ...["priority", String(priority), "from", from ?? "all"],
    ...option("to", to),
    ...option("iif", inInterface),
    ...option("oif", outInterface),
    ...option("fwmark", fwmark),
    ...(type === "lookup" ? option("lookup", table) : [type]),
    ...option("suppress_prefixlength", suppressPrefixLength),
  ];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
