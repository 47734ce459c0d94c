import type { Family } from "../inputs/addresses";
import type { Owner } from "../owner";
import type { View } from "../resources/spec";
import { type Chain, hookRule } from "./chains";
import { isNeeded, SWITCHES } from "./switches";

/** How the chains of an owner differ from what is wanted: one text a difference. Undefined if none of them stands. */
export async function chainDrift(
  view: View,
  namespace: string | undefined,
  owner: Owner,
  wanted: readonly Chain[],
): Promise<string[] | undefined> {
  const drift: string[] = [];
  let standing = 0;
  for (const family of new Set(wanted.map((chain) => chain.family))) {
    const tables = await view.tables(namespace, family);
    for (const chain of wanted.filter((candidate) => candidate.family === family)) {
      const chains = tables.get(chain.table);
      const rules = chains?.get(chain.name);
      if (rules) standing++;
      else drift.push(`chain ${chain.name} is missing`);
      const found = rules ?? [];
      if (found.join("\n") !== chain.rules.join("\n")) {
        const missing = chain.rules
          .filter((rule) => !found.includes(rule))
          .map((rule) => `missing: -A ${chain.name} ${rule}`);
        const extra = found
          .filter((rule) => !chain.rules.includes(rule))
          .map((rule) => `not ours: -A ${chain.name} ${rule}`);
        drift.push(
          ...(missing.length + extra.length > 0
            ? [...missing, ...extra]
            : [`the rules of ${chain.name} changed order`]),
        );
      }
      for (const builtIn of chain.hooks) {
        const hook = hookRule(owner, chain.name);
        const copies = (chains?.get(builtIn) ?? []).filter((rule) => rule === hook).length;
        if (copies === 0) drift.push(`missing: -A ${builtIn} ${hook}`);
        if (copies > 1) drift.push(`${copies} times: -A ${builtIn} ${hook}`);
      }
    }
    const switches = SWITCHES.filter((it) => it.family === family && isNeeded(it, wantedTables(wanted, family)));
    const values = await view.sysctls(
      namespace,
      switches.map((it) => it.key),
    );
    for (const { key } of switches) {
      if (values[key] !== "1") drift.push(`${key} is ${values[key] ?? "not readable"}, expected 1`);
    }
  }
  return standing === 0 ? undefined : drift;
}

function wantedTables(chains: readonly Chain[], family: Family): Map<Chain["table"], Map<string, string[]>> {
  const tables = new Map<Chain["table"], Map<string, string[]>>();
  for (const { table, name } of chains.filter((chain) => chain.family === family)) {
    tables.set(table, (tables.get(table) ?? new Map<string, string[]>()).set(name, []));
  }
  return tables;
}
