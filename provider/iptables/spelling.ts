import { type Rule, rule } from "./rule";
import { wordsOf } from "./words";

/** A rule as it may be compared with others that say the same: neither comments nor the order of matches count. */
export interface Spelling {
  match: string;
  /** What follows `-j`. */
  target: string;
}

export function spellingOf(text: string): Spelling {
  const words = wordsOf(text);
  const parts: string[] = [];
  words.forEach((word, at) => {
    const isNegated = words[at - 1] === "!";
    const begins = word === "!" ? words[at + 1]?.startsWith("--") === false : BEGINS.test(word) && !isNegated;
    if (begins || parts.length === 0) parts.push(word);
    else parts.push(`${parts.pop()} ${word}`);
  });
  const target = parts.find((part) => part.startsWith("-j ")) ?? "";
  const matches = parts.filter((part) => part !== target && !part.startsWith("-m comment ")).map(sameMatch);
  return { match: matches.sort().join(" "), target: target.slice("-j ".length) };
}

const BEGINS = /^-[sdiopmjg]$/;

/** `state` is an older name of what `conntrack` does, see iptables-extensions(8). */
function sameMatch(part: string): string {
  return part.replace(/^-m state --state /, "-m conntrack --ctstate ");
}

/** How a rule's conditions are spelled. */
export function matchOf(it: Omit<Rule, "target">): string {
  return spellingOf(rule({ ...it, target: "RETURN" })).match;
}
