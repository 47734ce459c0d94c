import { isDeepStrictEqual } from "node:util";
import { LinuxnetError } from "../errors";
import type { Owner } from "../owner";
import { type Chain, chainsOf, hookRule, type Table, type Tables } from "./chains";

/** What the chains of an owner are to be from now on. */
export interface Wanted {
  owner: Owner;
  chains: readonly Chain[];
}

/** Lines of one table, and when they are committed. */
interface Edit {
  table: Table;
  phase: "open" | "turn" | "close";
  lines: readonly string[];
}

/**
 * iptables-restore commits table by table. Guards stand from the first to the last commit. Between them the way of a
 * packet is opened from its end to its beginning: let through before its translation stands, it would pass without, and
 * so would the rest of its connection; translated before it is let through, it would be lost.
 */
const COMMITS: readonly Omit<Edit, "lines">[] = [
  { table: "raw", phase: "open" },
  { table: "nat", phase: "open" },
  { table: "filter", phase: "open" },
  // Here new connections take the new way.
  { table: "nat", phase: "turn" },
  { table: "filter", phase: "close" },
  { table: "nat", phase: "close" },
  { table: "raw", phase: "close" },
];

/**
 * The text of `iptables-restore --noflush` that turns `standing` into what is wanted; empty if nothing is to do.
 * A chain that is named is emptied and filled again in one commit, so connections never see it half made; a chain
 * that is not named, and all that is not ours, stays as it is.
 */
export function restoreText(wanted: readonly Wanted[], standing: Tables, markers: readonly Marker[] = []): string {
  const edits = [
    ...wanted.flatMap(({ owner, chains }) => chains.flatMap((chain) => chainEdits(owner, chain, standing))),
    ...wanted.flatMap((it) => removals(it, standing)),
    ...markers.map((marker) => markerEdit(marker, standing)),
  ];
  return COMMITS.map(({ table, phase }) => {
    const lines = edits.filter((edit) => edit.table === table && edit.phase === phase).flatMap((edit) => edit.lines);
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

function markerEdit({ table, name, present }: Marker, standing: Tables): Edit {
  const lines = present ? [`:${name} - [0:0]`] : [`-X ${name}`];
  const stands = chainsIn(standing, table).has(name);
  return { table, phase: present ? "open" : "close", lines: present === stands ? [] : lines };
}

/** A chain keeps its old rules, behind the new ones, until all is open; but where new connections turn, there is one way. */
function chainEdits(owner: Owner, chain: Chain, standing: Tables): Edit[] {
  const { table, name, rules, hooks } = chain;
  const turns = table === "nat" && !hooks.includes("POSTROUTING");
  const before = chainsIn(standing, table).get(name);
  const old = turns ? [] : (before ?? []).filter((rule) => !rules.includes(rule));
  const fill = (all: readonly string[]): string[] => [`:${name} - [0:0]`, ...all.map((rule) => `-A ${name} ${rule}`)];
  const both = [...rules, ...old];
  const filled = isDeepStrictEqual(before, both) ? [] : fill(both);
  return [
    {
      table,
      phase: turns ? "turn" : "open",
      lines: [...filled, ...hookLines(owner, chain, chainsIn(standing, table))],
    },
    { table, phase: "close", lines: old.length > 0 ? fill(rules) : [] },
  ];
}

function hookLines(owner: Owner, { name, hooks, position }: Chain, standing: Map<string, string[]>): string[] {
  const hook = hookRule(owner, name);
  const lines: string[] = [];
  for (const [builtIn, rules] of standing) {
    const copies = rules.filter((rule) => rule === hook).length;
    const wanted = (hooks as readonly string[]).includes(builtIn) ? 1 : 0;
    for (let extra = copies; extra > wanted; extra--) lines.push(`-D ${builtIn} ${hook}`);
  }
  for (const builtIn of hooks) {
    if (!standing.get(builtIn)?.includes(hook))
      lines.push(position === "last" ? `-A ${builtIn} ${hook}` : `-I ${builtIn} 1 ${hook}`);
  }
  return lines;
}

/** The chains of an owner that are wanted no more, with all that jumps to them. */
function removals({ owner, chains: wanted }: Wanted, standing: Tables): Edit[] {
  return [...standing].flatMap(([table, chains]) =>
    chainsOf(owner, chains.keys())
      .filter((name) => !wanted.some((chain) => chain.table === table && chain.name === name))
      .map((name): Edit => {
        const jumps = [...chains].flatMap(([from, rules]) =>
          rules.filter((rule) => rule.endsWith(` -j ${name}`)).map((rule) => `-D ${from} ${rule}`),
        );
        return { table, phase: "close", lines: [...jumps, `-F ${name}`, `-X ${name}`] };
      }),
  );
}

function chainsIn(tables: Tables, table: Table): Map<string, string[]> {
  return tables.get(table) ?? new Map<string, string[]>();
}

/** A new line would begin a rule of its own. */
function safeLine(line: string): string {
  if (!/^[ -~]+$/.test(line))
    throw new LinuxnetError(`a line that iptables-restore cannot carry: ${JSON.stringify(line)}`);
  return line;
}
