import { LinuxnetError } from "../errors";
import type { Owner } from "../owner";
import { type Chain, chainsOf, hookRule, type Table, type Tables } from "./chains";

/** What the chains of an owner are to be from now on. */
export interface Wanted {
  owner: Owner;
  chains: readonly Chain[];
}

/** First what shuts, then what opens. iptables-restore commits table by table. */
const ORDER: readonly Table[] = ["raw", "filter", "nat"];

/**
 * The text of `iptables-restore --noflush` that turns `standing` into what is wanted; empty if nothing is to do.
 * A chain that is named is emptied and filled again in one commit, so connections never see it half made; a chain
 * that is not named, and all that is not ours, stays as it is.
 */
export function restoreText(wanted: readonly Wanted[], standing: Tables, markers: readonly Marker[] = []): string {
  return ORDER.map((table) => {
    const chains = standing.get(table) ?? new Map<string, string[]>();
    const lines = [
      ...wanted.flatMap(({ owner, chains: own }) =>
        tableLines(
          owner,
          own.filter((chain) => chain.table === table),
          chains,
        ),
      ),
      ...markers.filter((marker) => marker.table === table).flatMap((marker) => markerLines(marker, chains)),
    ];
    // Chains must be declared before any rule jumps to them.
    lines.sort((a, b) => Number(b.startsWith(":")) - Number(a.startsWith(":")));
    return lines.length === 0 ? "" : `*${table}\n${lines.map(safeLine).join("\n")}\nCOMMIT\n`;
  }).join("");
}

/** Which chains stand once what is wanted is done. */
export function tablesAfter(wanted: readonly Wanted[], standing: Tables): Tables {
  const after: Tables = new Map([...standing].map(([table, chains]) => [table, new Map(chains)]));
  for (const { owner, chains } of wanted) {
    for (const own of after.values()) chainsOf(owner, own.keys()).forEach((name) => own.delete(name));
    for (const { table, name } of chains) {
      after.set(table, (after.get(table) ?? new Map<string, string[]>()).set(name, []));
    }
  }
  return after;
}

/** A chain without rules or hooks that remembers something in its name. */
export interface Marker {
  table: Table;
  name: string;
  present: boolean;
}

function markerLines({ name, present }: Marker, standing: Map<string, string[]>): string[] {
  if (present === standing.has(name)) return [];
  return [present ? `:${name} - [0:0]` : `-X ${name}`];
}

function tableLines(owner: Owner, wanted: readonly Chain[], standing: Map<string, string[]>): string[] {
  const gone = chainsOf(owner, standing.keys()).filter((name) => !wanted.some((chain) => chain.name === name));
  return [
    ...wanted.flatMap((chain) => chainLines(owner, chain, standing)),
    ...gone.flatMap((name) => removalLines(name, standing)),
  ];
}

function chainLines(owner: Owner, chain: Chain, standing: Map<string, string[]>): string[] {
  const hook = hookRule(owner, chain.name);
  const lines = [`:${chain.name} - [0:0]`, ...chain.rules.map((rule) => `-A ${chain.name} ${rule}`)];
  for (const [builtIn, rules] of standing) {
    const copies = rules.filter((rule) => rule === hook).length;
    const wanted = (chain.hooks as readonly string[]).includes(builtIn) ? 1 : 0;
    for (let extra = copies; extra > wanted; extra--) lines.push(`-D ${builtIn} ${hook}`);
  }
  for (const builtIn of chain.hooks) {
    if (!standing.get(builtIn)?.includes(hook))
      lines.push(chain.position === "last" ? `-A ${builtIn} ${hook}` : `-I ${builtIn} 1 ${hook}`);
  }
  return lines;
}

function removalLines(name: string, standing: Map<string, string[]>): string[] {
  const hooks = [...standing].flatMap(([builtIn, rules]) =>
    rules.filter((rule) => rule.endsWith(` -j ${name}`)).map((rule) => `-D ${builtIn} ${rule}`),
  );
  return [...hooks, `-F ${name}`, `-X ${name}`];
}

/** A new line would begin a rule of its own. */
function safeLine(line: string): string {
  if (!/^[ -~]+$/.test(line))
    throw new LinuxnetError(`a line that iptables-restore cannot carry: ${JSON.stringify(line)}`);
  return line;
}
