import type { Owner } from "../owner";
import { chainName, isHook, type Part, type Table, type Tables } from "./chains";
import { type Spelling, spellingOf } from "./spelling";

/** A rule where a packet meets it. */
export interface StandingRule extends Spelling {
  table: Table;
  /** A built-in chain. */
  chain: string;
  /** In iptables-save's words. */
  rule: string;
}

/** The rules that somebody has put into built-in chains. */
export function rulesByHand(tables: Tables): StandingRule[] {
  return [...tables].flatMap(([table, chains]) =>
    [...chains]
      .filter(([chain]) => isBuiltIn(chain))
      .flatMap(([chain, rules]) => rules.filter((rule) => !isHook(rule)).map((rule) => standing(table, chain, rule))),
  );
}

const BUILT_IN = new Set(["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"]);

/** Whether a chain is one of those that packets meet by themselves. */
export function isBuiltIn(chain: string): boolean {
  return BUILT_IN.has(chain);
}

/** The rules of an owner's chains, as if they stood in the built-in chains that jump to them. */
export function rulesOf(owner: Owner, tables: Tables): StandingRule[] {
  return HOOKED.flatMap(([table, part, chain]) => {
    const rules = tables.get(table)?.get(chainName(part, owner)) ?? [];
    return rules.map((rule) => standing(table, chain, rule));
  });
}

const HOOKED: readonly [Table, Part, chain: string][] = [
  ["nat", "SNAT", "POSTROUTING"],
  ["nat", "DNAT", "PREROUTING"],
  ["nat", "DNAT", "OUTPUT"],
  ["filter", "FWD", "FORWARD"],
];

function standing(table: Table, chain: string, rule: string): StandingRule {
  return { table, chain, rule, ...spellingOf(rule) };
}

/** A rule as a state keeps it: `nat POSTROUTING -s 10.0.0.0/24 -j MASQUERADE`. */
export function ruleText({ table, chain, rule }: Omit<StandingRule, keyof Spelling>): string {
  return `${table} ${chain} ${rule}`;
}

/** The reverse of `ruleText`. */
export function ruleOfText(text: string): Omit<StandingRule, keyof Spelling> {
  const [table = "", chain = ""] = text.split(" ", 2);
  return { table: table as Table, chain, rule: text.slice(table.length + chain.length + 2) };
}

/** Those of some rules that lack, as a drift tells them. */
export function missingRules(texts: readonly string[], tables: Tables): string[] {
  const present = stillStanding(texts, tables);
  const missing = texts.filter((text) => !present.includes(text)).map(ruleOfText);
  return missing.map(({ chain, rule }) => `missing: -A ${chain} ${rule}`);
}

/** Those of some rules that stand, each copy for itself. */
export function stillStanding(texts: readonly string[], tables: Tables): string[] {
  const left = new Map<string, number>();
  return texts.filter((text) => {
    const { table, chain, rule } = ruleOfText(text);
    const copies = (tables.get(table)?.get(chain) ?? []).filter((it) => it === rule).length;
    const taken = left.get(text) ?? 0;
    left.set(text, taken + 1);
    return taken < copies;
  });
}
