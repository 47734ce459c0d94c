import type { Family } from "../../provider/inputs/addresses";
import { isHook, isOwn, type Tables } from "../../provider/iptables/chains";
import { isBuiltIn } from "../../provider/iptables/described";
import { at, ruleCommand } from "./script-words";

/** A built-in chain that drops what no rule decides. */
export interface ClosedPolicy {
  table: string;
  chain: string;
}

/** Those that iptables-save tells. */
export function closedPolicies(text: string): ClosedPolicy[] {
  let table = "";
  return text.split("\n").flatMap((line) => {
    table = /^\*(\w+)/.exec(line)?.[1] ?? table;
    const [, chain] = /^:(\S+) DROP /.exec(line) ?? [];
    return chain === undefined ? [] : [{ table, chain }];
  });
}

/** What makes the rules that people have put into a namespace, in the order in which they stand. */
export function firewallCommands(
  namespace: string,
  family: Family,
  tables: Tables,
  policies: readonly ClosedPolicy[],
): string[][] {
  const chains = [...tables].flatMap(([table, all]) =>
    [...all].filter(([name]) => !isOwn(name)).map(([name, rules]) => ({ table, name, rules })),
  );
  const tool = family === 4 ? "iptables" : "ip6tables";
  const of = (table: string): string[] => [tool, ...(table === "filter" ? [] : ["-t", table])];
  const made = chains.filter(({ name }) => !isBuiltIn(name));
  return [
    ...made.map(({ table, name }) => at(namespace, [...of(table), "-N", name])),
    ...chains.flatMap(({ table, name, rules }) =>
      rules.filter((rule) => !isHook(rule)).map((rule) => ruleCommand({ namespace, family, table, chain: name, rule })),
    ),
    ...policies.map(({ table, chain }) => at(namespace, [...of(table), "-P", chain, "DROP"])),
  ];
}
