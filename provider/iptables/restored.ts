import type { Table, Tables } from "./chains";

/** What stands once `iptables-restore --noflush` has read a text: of its lines, those that `restoreText` writes. */
export function restored(standing: Tables, text: string): Tables {
  const tables: Tables = new Map(
    [...standing].map(([table, chains]) => [table, new Map([...chains].map(([name, rules]) => [name, [...rules]]))]),
  );
  let chains = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, verb, name = "", rest = ""] = /^([*:]|-[AIDFX] )(\S+) ?(.*)$/.exec(line) ?? [];
    switch (verb) {
      case "*":
        chains = tables.get(name as Table) ?? new Map<string, string[]>();
        tables.set(name as Table, chains);
        break;
      case ":":
      case "-F ":
        chains.set(name, []);
        break;
      case "-X ":
        chains.delete(name);
        break;
      case "-A ":
        chains.set(name, [...(chains.get(name) ?? []), rest]);
        break;
      case "-I ":
        chains.set(name, inserted(chains.get(name) ?? [], rest));
        break;
      case "-D ":
        chains.set(name, withoutFirst(chains.get(name) ?? [], rest));
    }
  }
  return tables;
}

/** `2 -j ACCEPT`: the rule and the place that it gets, counted from 1. */
function inserted(rules: readonly string[], text: string): string[] {
  const [number = ""] = text.split(" ", 1);
  return rules.toSpliced(Number(number) - 1, 0, text.slice(number.length + 1));
}

function withoutFirst(rules: readonly string[], rule: string): string[] {
  const at = rules.indexOf(rule);
  return rules.filter((_rule, index) => index !== at);
}
