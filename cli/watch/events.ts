import type { Place } from "../../provider/packets/network";

/** Something that has changed, in the words of ip(8) or iptables-save(8). */
export interface Event {
  place: Place;
  /** Rules are those of iptables; an `ip rule` is one of policy routing. */
  kind: "namespace" | "link" | "address" | "route" | "ip rule" | "rule";
  verb: "set" | "removed";
  text: string;
}

const LABELS: Record<string, Event["kind"]> = { LINK: "link", ADDR: "address", ROUTE: "route", RULE: "ip rule" };

/** Reads a line of `ip -o monitor label`: `[ADDR]Deleted 4: eth0    inet 10.0.0.2/24 scope global eth0\       valid_lft …`. */
export function eventOf(place: Place, line: string): Event | undefined {
  const [, label = "", deleted, rest = ""] = /^\[(LINK|ADDR|ROUTE|RULE)\](Deleted )?(.*)$/.exec(line) ?? [];
  const kind = LABELS[label];
  if (kind === undefined) return undefined;
  const text = rest
    .replace(/\\\s*valid_lft .*$/, "")
    .replace(/\\/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return { place, kind, verb: deleted === undefined ? "set" : "removed", text };
}

/** What differs between two outputs of iptables-save: rules and policies, each a line. The policy with which chains are born is no news. */
export function ruleEvents(place: Place, before: string, after: string): Event[] {
  const [old, now] = [rulesIn(before), rulesIn(after)];
  const isNews = (text: string, others: readonly string[]): boolean => {
    const closed = /^-t \w+ -P \S+ ACCEPT$/.test(text) ? text.replace(/ACCEPT$/, "DROP") : undefined;
    return !others.includes(text) && (closed === undefined || others.includes(closed));
  };
  const event = (verb: Event["verb"]) => (text: string) => ({ place, kind: "rule" as const, verb, text });
  return [
    ...old.filter((it) => isNews(it, now)).map(event("removed")),
    ...now.filter((it) => isNews(it, old)).map(event("set")),
  ];
}

/** With their tables, and without counters. */
function rulesIn(text: string): string[] {
  let table = "";
  return text.split("\n").flatMap((line) => {
    const begun = /^\*(\w+)/.exec(line)?.[1];
    if (begun !== undefined) table = begun;
    const [, chain, policy] = /^:(\S+) (ACCEPT|DROP) /.exec(line) ?? [];
    if (chain !== undefined) return [`-t ${table} -P ${chain} ${policy}`];
    return line.startsWith("-A ") ? [`-t ${table} ${line}`] : [];
  });
}

/**
 * Whose events these are: of namespaces all, of the host's network those that name something of the stack, and rules of policy
 * routing, which decide over all packets.
 */
export class Concern {
  private readonly words: Set<string>;

  constructor(
    /** Its namespaces, and those of its marks that come. */
    readonly namespaces: Set<string>,
    /** Names of interfaces, and destinations of routes. */
    words: readonly string[],
    /** What the stack's marks begin with, see owner.ts; undefined where that cannot be known. */
    readonly digits?: string,
  ) {
    this.words = new Set(words);
  }

  has({ place, kind, text }: Event): boolean {
    if (place !== undefined) return this.namespaces.has(place);
    const isMarked = this.digits !== undefined && new RegExp(`(?<![\\w.])${this.digits}`).test(text);
    const [, link] = /^\d+: ([^@:\s]+)/.exec(text) ?? [];
    // What follows about an interface of the stack names it without its mark.
    if (isMarked && kind === "link" && link !== undefined) this.words.add(link);
    return kind === "ip rule" || isMarked || [...this.words].some((word) => isWordIn(text, word));
  }
}

/** `br0` in `dev br0 proto`, and not in `br01`. */
function isWordIn(text: string, word: string): boolean {
  const literal = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  return new RegExp(`(?<![\\w.])${literal}(?![\\w.])`).test(text);
}
