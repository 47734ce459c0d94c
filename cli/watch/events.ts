import type { Place } from "../../provider/packets/network";

/** Something that has changed, in the words of ip(8) or iptables-save(8). */
export interface Event {
  place: Place;
  kind: "link" | "address" | "route" | "rule";
  verb: "set" | "removed";
  text: string;
}

const LABELS: Record<string, Event["kind"]> = { LINK: "link", ADDR: "address", ROUTE: "route" };

/** Reads a line of `ip -o monitor label`: `[ADDR]Deleted 4: eth0    inet 10.0.0.2/24 scope global eth0\       valid_lft …`. */
export function eventOf(place: Place, line: string): Event | undefined {
  const [, label = "", deleted, rest = ""] = /^\[(LINK|ADDR|ROUTE)\](Deleted )?(.*)$/.exec(line) ?? [];
  const kind = LABELS[label];
  if (kind === undefined) return undefined;
  const text = rest
    .replace(/\\\s*valid_lft .*$/, "")
    .replace(/\\/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return { place, kind, verb: deleted === undefined ? "set" : "removed", text };
}

/** What differs between two outputs of iptables-save: rules and policies, each a line. */
export function ruleEvents(place: Place, before: string, after: string): Event[] {
  const [old, now] = [rulesIn(before), rulesIn(after)];
  const event = (verb: Event["verb"]) => (text: string) => ({ place, kind: "rule" as const, verb, text });
  return [
    ...old.filter((it) => !now.includes(it)).map(event("removed")),
    ...now.filter((it) => !old.includes(it)).map(event("set")),
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

/** Whose events these are: of namespaces all, of the host's network those that name something of the stack. */
export class Concern {
  constructor(
    private readonly places: ReadonlySet<Place>,
    /** Names of interfaces, networks, and the digits of the stack's marks. */
    private readonly words: readonly string[],
  ) {}

  has({ place, text }: Event): boolean {
    if (place !== undefined) return this.places.has(place);
    return this.words.some((word) => isWordIn(text, word));
  }
}

/** `br0` in `dev br0 proto`, and not in `br01`. */
function isWordIn(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const isPart = (character: string | undefined): boolean => character !== undefined && /[\w.]/.test(character);
  return !isPart(text[at - 1]) && (!isPart(text[at + word.length]) || /^[0-9a-f]{6}$/.test(word));
}
