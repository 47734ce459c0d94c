import type { Family } from "../inputs/addresses";
import type { Owner } from "../owner";
import type { View } from "../resources/spec";
import { type Chain, chainsOf, type Tables, USER_CHAIN } from "./chains";
import { hookDrift, hookOf } from "./hooks";
import { MARKER } from "./restore";
import { forwardingOf, isNeeded, isOn, SWITCHES } from "./switches";
import { chainOf, isUserChainNeeded } from "./user-chain";

/** How the chains of an owner differ from what is wanted: one text a difference. Undefined if none of them stands. */
export async function chainDrift(
  view: View,
  namespace: string | undefined,
  owner: Owner,
  wanted: readonly Chain[],
): Promise<string[] | undefined> {
  const drift: string[] = [];
  let standing = 0;
  for (const family of [4, 6] as const) {
    const all = wanted.filter((candidate) => candidate.family === family);
    const { tables, other } = await view.rules(namespace, family);
    const elsewhere = [...(other?.tables.values() ?? [])].flatMap((chains) => chainsOf(owner, chains.keys()));
    standing += elsewhere.length;
    drift.push(...elsewhere.map((name) => `chain ${name} stands in ${other?.tool}`));
    // What an interrupted change to other inputs has made already, of this family or the other.
    for (const [table, chains] of tables) {
      const own = chainsOf(owner, chains.keys());
      const known = new Set(all.filter((chain) => chain.table === table).map(({ name }) => name));
      const extra = own.filter((name) => !known.has(name));
      standing += extra.length;
      drift.push(...extra.map((name) => `not wanted: chain ${name}`));
    }
    for (const chain of all) {
      const chains = tables.get(chain.table) ?? new Map<string, string[]>();
      const rules = chains.get(chain.name);
      if (rules) standing++;
      else drift.push(`chain ${chain.name} is missing`);
      drift.push(...ruleDrift(chain, rules ?? []));
      for (const builtIn of chain.hooks) drift.push(...hookDrift(hookOf(owner, chain), builtIn, chains));
    }
    if (isUserChainNeeded(tablesOf(all))) {
      const chains = tables.get("filter") ?? new Map<string, string[]>();
      const user = chainOf(family, chains.get(USER_CHAIN) ?? []);
      drift.push(...hookDrift(hookOf(MARKER, user), "FORWARD", chains));
    }
    drift.push(...(await switchDrift(view, namespace, family, tablesOf(all))));
  }
  return standing === 0 ? undefined : [...new Set(drift)];
}

/** What is off that chains need, of a whole namespace or else of the interfaces that they name. */
async function switchDrift(
  view: View,
  namespace: string | undefined,
  family: Family,
  tables: Tables,
): Promise<string[]> {
  const switches = SWITCHES.filter((it) => it.family === family && isNeeded(it, tables));
  const values = await view.sysctls(
    namespace,
    switches.flatMap((it) => [it.key, ...forwardingOf(it, tables)]),
  );
  return switches.flatMap((it) => {
    const { [it.key]: value } = values;
    const off = isOn(value) ? forwardingOf(it, tables).filter((key) => values[key] === "0") : [it.key];
    return off.map((key) => `${key} is ${values[key] ?? "not readable"}, expected 1`);
  });
}

/** How the rules of a chain differ: those that lack, those of somebody else, copies, and the first that moved. */
function ruleDrift({ name, rules }: Chain, found: readonly string[]): string[] {
  const copies = (rule: string): number => found.filter((it) => it === rule).length;
  const missing = rules.filter((rule) => !found.includes(rule)).map((rule) => `missing: -A ${name} ${rule}`);
  const extra = [...new Set(found)].flatMap((rule) => {
    if (!rules.includes(rule)) return [`not ours: -A ${name} ${rule}`];
    return copies(rule) > 1 ? [`${copies(rule)} times: -A ${name} ${rule}`] : [];
  });
  const differences = [...missing, ...extra];
  const moved = found.find((rule, at) => rule !== rules[at]);
  if (differences.length > 0 || moved === undefined) return differences;
  return [`in another order: -A ${name} ${moved}`];
}

function tablesOf(chains: readonly Chain[]): Tables {
  const tables: Tables = new Map();
  for (const { table, name, rules } of chains) {
    tables.set(table, (tables.get(table) ?? new Map<string, string[]>()).set(name, [...rules]));
  }
  return tables;
}
