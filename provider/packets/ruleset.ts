import { wholeLines } from "../iptables/save";
import { unquoted, wordsOf } from "../iptables/words";

/** Rules of iptables as iptables-save(8) prints them, with their policies. */
export type Ruleset = Map<Table, Map<string, Chain>>;

export type Table = "raw" | "mangle" | "nat" | "filter" | "security";

export interface Chain {
  /** What becomes of a packet that no rule has decided over; `-` for a chain that others jump to. */
  policy: string;
  rules: Rule[];
}

/** A rule, read as far as it can be. */
export interface Rule {
  /** As iptables-save prints it after `-A`, with its chain. */
  text: string;
  conditions: Condition[];
  target: string | undefined;
  /** The words after the target's name: `--to-destination 10.0.0.2:80`. */
  options: Record<string, string>;
  /** Whether what returns from the target does not come back to the rule after it. */
  isGoto: boolean;
}

export interface Condition {
  option: string;
  /** Its words: of `--tcp-flags` and `--match-set` there are two. */
  value: string;
  /** The match of iptables-extensions(8) that it belongs to: `connmark`. */
  match: string | undefined;
  not: boolean;
}

/** Options whose one word may be any, even one that looks like an option. */
const ANY_WORD = new Set(
  "--comment --log-prefix --nflog-prefix --string --hex-string -i -o --physdev-in --physdev-out".split(" "),
);

export function parseRuleset(text: string): Ruleset {
  const tables: Ruleset = new Map();
  let chains = new Map<string, Chain>();
  for (const line of wholeLines(text)) {
    const table = /^\*(\w+)/.exec(line)?.[1];
    const [, name, policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    const [, chain, rest] = /^-A (\S+) ?(.*)$/.exec(line) ?? [];
    if (table !== undefined) tables.set(table as Table, (chains = new Map<string, Chain>()));
    else if (name !== undefined && policy !== undefined) chains.set(name, { policy, rules: [] });
    else if (chain !== undefined) chains.get(chain)?.rules.push(parseRule(chain, rest ?? ""));
  }
  return tables;
}

function parseRule(chain: string, text: string): Rule {
  const words = wordsOf(text);
  const rule: Rule = { text: `${chain} ${text}`, conditions: [], target: undefined, options: {}, isGoto: false };
  let not = false;
  let match: string | undefined;
  for (let at = 0; at < words.length; at++) {
    const option = words[at] as string;
    if (option === "!") {
      not = true;
      continue;
    }
    const count = ANY_WORD.has(option) ? 1 : valuesAfter(words, at);
    const value = words
      .slice(at + 1, at + 1 + count)
      .map(unquoted)
      .join(" ");
    at += count;
    if (option === "-j" || option === "-g") [rule.target, rule.isGoto] = [value, option === "-g"];
    else if (rule.target !== undefined) rule.options[option] = value;
    else if (option === "-m") match = value;
    else if (option !== "--comment") rule.conditions.push({ option, value, match, not });
    not = false;
  }
  return rule;
}

/** How many words belong to an option: all up to the next one. Some take none, `--tcp-flags` and `--match-set` two. */
function valuesAfter(words: readonly string[], at: number): number {
  const next = words.findIndex((word, index) => index > at && (word === "!" || /^-(-.|[a-zA-Z]$)/.test(word)));
  return (next === -1 ? words.length : next) - at - 1;
}
