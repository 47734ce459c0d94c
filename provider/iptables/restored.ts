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
        chains.set(name, [rest.replace(/^1 /, ""), ...(chains.get(name) ?? [])]);
        break;
      case "-D ":
        chains.set(name, withoutFirst(chains.get(name) ?? [], rest));
    }
  }
  return tables;
}

function withoutFirst(rules: readonly string[], rule: string): string[] {
  const at = rules.indexOf(rule);
  return rules.filter((_rule, index) => index !== at);
}
