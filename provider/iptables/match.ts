import { contains, familyOf } from "../inputs/addresses";
import { wordsOf } from "./words";

/** What a rule asks of one thing in a packet: that it is, or is not, among a value's. */
interface Condition {
  not: boolean;
  value: string;
}

/** What can be compared of two rules. The rest of a rule only narrows it further. */
const OPTIONS = {
  "-s": "source",
  "-d": "destination",
  "-i": "in",
  "-o": "out",
  "-p": "protocol",
  "--sport": "sourcePort",
  "--sports": "sourcePort",
  "--dport": "destinationPort",
  "--dports": "destinationPort",
} as const;

type Aspect = (typeof OPTIONS)[keyof typeof OPTIONS];

/** A rule, as far as it is understood. */
export interface Match {
  conditions: Partial<Record<Aspect, Condition>>;
  /** Where it leads: a target of iptables or a chain. Undefined for a rule that only counts. */
  target: string | undefined;
  /** Whether it leads there for good: what returns from there does not come back to the rule after it. */
  isGoto: boolean;
}

/** Reads a rule in iptables-save's words after `-A CHAIN`. */
export function parseMatch(rule: string): Match {
  const words = wordsOf(rule);
  const match: Match = { conditions: {}, target: undefined, isGoto: false };
  words.forEach((word, at) => {
    const value = words[at + 1] ?? "";
    if (Object.hasOwn(OPTIONS, word)) {
      match.conditions[OPTIONS[word as keyof typeof OPTIONS]] = { not: words[at - 1] === "!", value };
    }
    if ((word === "-j" || word === "-g") && match.target === undefined) {
      [match.target, match.isGoto] = [value, word === "-g"];
    }
  });
  return match;
}

interface Comparison {
  /** Whether something may be among both values. */
  meets: (a: string, b: string) => boolean;
  /** Whether all that is among the second value is certainly among the first. */
  covers: (a: string, b: string) => boolean;
}

const COMPARISONS: Record<Aspect, Comparison> = {
  source: { meets: networksMeet, covers: isWithin },
  destination: { meets: networksMeet, covers: isWithin },
  in: { meets: namesMeet, covers: namesCover },
  out: { meets: namesMeet, covers: namesCover },
  protocol: { meets: (a, b) => a === b, covers: (a, b) => a === b },
  sourcePort: { meets: portsMeet, covers: portsCover },
  destinationPort: { meets: portsMeet, covers: portsCover },
};

/** Whether it is certain that no packet matches both rules. */
export function areDisjoint(one: Match, other: Match): boolean {
  return (Object.keys(COMPARISONS) as Aspect[]).some((aspect) => {
    const [a, b] = [one.conditions[aspect], other.conditions[aspect]];
    const { meets, covers } = COMPARISONS[aspect];
    if (a === undefined || b === undefined || (a.not && b.not)) return false;
    if (a.not) return covers(a.value, b.value);
    if (b.not) return covers(b.value, a.value);
    return !meets(a.value, b.value);
  });
}

function networksMeet(a: string, b: string): boolean {
  return !isNetwork(a) || !isNetwork(b) || contains(a, b) || contains(b, a);
}

function isWithin(network: string, inner: string): boolean {
  return isNetwork(network) && isNetwork(inner) && contains(network, inner);
}

/** A mask may be written out, and have holes: `10.0.0.1/255.0.255.255`. */
function isNetwork(text: string): boolean {
  const [, length = familyOf(text) === 4 ? "32" : "128"] = text.split("/");
  return /^\d+$/.test(length);
}

/** A name that ends in `+` is the beginning of names, see iptables(8). */
function namesMeet(a: string, b: string): boolean {
  return namesCover(a, b) || namesCover(b, a);
}

export function namesCover(a: string, b: string): boolean {
  return a.endsWith("+") ? b.startsWith(a.slice(0, -1)) : a === b;
}

/** `80`, `8000:8010`, or a list of them. */
function rangesOf(ports: string): [from: number, to: number][] {
  return ports.split(",").map((range) => {
    const [from = "", to = from] = range.split(":");
    return [Number(from), Number(to)];
  });
}

function portsMeet(a: string, b: string): boolean {
  return rangesOf(a).some(([from, to]) => rangesOf(b).some(([first, last]) => from <= last && first <= to));
}

export function portsCover(a: string, b: string): boolean {
  return rangesOf(b).every(([first, last]) => rangesOf(a).some(([from, to]) => from <= first && last <= to));
}
