import { wholeLines } from "../iptables/save";

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
  value: string;
  not: boolean;
}

/** Options that take no word. */
const ALONE = new Set(
  "--syn --physdev-is-in --physdev-is-out --physdev-is-bridged --limit-iface-in --limit-iface-out --random --random-fully --persistent -f --fragment --update-counters --rcheck --rttl --nowildcard --transparent --socket-exists --validmark --loose --invert --accept-local --invert-match --return-nomatch --ashex --strict --pol-none --log-tcp-sequence --log-tcp-options --log-ip-options --log-uid --restore-mark --save-mark --notrack --clamp-mss-to-pmtu --exist --add-set-exist --fragres --fragfirst --fragmore --fraglast --ahres --soft --header".split(
    " ",
  ),
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
  const words = text.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const rule: Rule = { text: `${chain} ${text}`, conditions: [], target: undefined, options: {}, isGoto: false };
  let not = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const isAlone = ALONE.has(word);
    const value = isAlone ? "" : (words[at + 1] ?? "");
    if (word === "!") {
      not = true;
      continue;
    }
    if (!isAlone) at++;
    if (word === "-j" || word === "-g") [rule.target, rule.isGoto] = [value, word === "-g"];
    else if (rule.target !== undefined) rule.options[word] = value;
    // The name of a match, which its options tell again, and what is no condition.
    else if (word !== "-m" && word !== "--comment" && word !== "-c") rule.conditions.push({ option: word, value, not });
    not = false;
  }
  return rule;
}
