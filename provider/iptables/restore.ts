import { isDeepStrictEqual } from "node:util";
import { LinuxnetError } from "../errors";
import type { Owner } from "../owner";
import { type Chain, chainsOf, hookRule, isPart, isSubChain, type Table, type Tables } from "./chains";
import { ruleOfText, stillStanding } from "./described";
import { HookBlocks, hookOf } from "./hooks";

/** What the chains of an owner are to be from now on. */
export interface Wanted {
  owner: Owner;
  chains: readonly Chain[];
  /** The owner that the chains had before. */
  insteadOf?: Owner | undefined;
  /** Rules of built-in chains that go, as far as they stand. */
  replaced?: readonly string[];
  /** A switch that somebody had turned on, and that is to be off with what goes, unless others need it. */
  switchedOn?: string;
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
  const marks = markers.flatMap(({ chain, isWanted }) => (isWanted ? [chain] : []));
  const all = [...wanted, { owner: MARKER, chains: marks }];
  const blocks = blocksOf(all, standing);
  const edits = [
    ...all.flatMap(({ owner, chains }) => chains.flatMap((chain) => chainEdits(owner, chain, standing, blocks))),
    ...wanted.flatMap((it) => removals(it, standing)),
    ...stillStanding(
      wanted.flatMap(({ replaced = [] }) => replaced),
      standing,
    ).map(deletion),
    ...markers.flatMap(({ chain, isWanted }) => (isWanted ? [] : removal(MARKER, chain, standing))),
  ];
  return COMMITS.map(({ table, phase }) => {
    const lines = edits.filter((edit) => edit.table === table && edit.phase === phase).flatMap((edit) => edit.lines);
    // Chains must be declared before any rule jumps to them.
    lines.sort((a, b) => Number(b.startsWith(":")) - Number(a.startsWith(":")));
    return lines.length === 0 ? "" : `*${table}\n${lines.map(safeLine).join("\n")}\nCOMMIT\n`;
  }).join("");
}

/** The chains once what is wanted is done. */
export function tablesAfter(wanted: readonly Wanted[], standing: Tables): Tables {
  const after: Tables = new Map([...standing].map(([table, chains]) => [table, new Map(chains)]));
  for (const { owner, chains, replaced = [] } of wanted) {
    for (const { table, chain, rule } of stillStanding(replaced, standing).map(ruleOfText)) {
      const all = after.get(table)?.get(chain) ?? [];
      after.get(table)?.set(chain, all.toSpliced(all.indexOf(rule), 1));
    }
    for (const own of after.values()) chainsOf(owner, own.keys()).forEach((name) => own.delete(name));
    for (const { table, name, rules } of chains) {
      after.set(table, (after.get(table) ?? new Map<string, string[]>()).set(name, [...rules]));
    }
  }
  return after;
}

/** A chain of no resource: it remembers in its name and in rules without a target. */
export interface Marker {
  chain: Chain;
  isWanted: boolean;
}

/** What stands in a marker's hook for the owner. */
export const MARKER = "switch";

function blocksOf(wanted: readonly Wanted[], standing: Tables): (table: Table) => HookBlocks {
  const blocks = new Map<Table, HookBlocks>();
  const of = (table: Table): HookBlocks => {
    const found = blocks.get(table) ?? new HookBlocks(chainsIn(standing, table));
    blocks.set(table, found);
    return found;
  };
  for (const { table, name, rules } of wanted.flatMap(({ chains }) => chains)) of(table).fill(name, rules);
  return of;
}

/** A chain keeps its old rules, behind the new ones, until all is open; but where new connections turn, there is one way. */
function chainEdits(owner: Owner, chain: Chain, standing: Tables, blocks: (table: Table) => HookBlocks): Edit[] {
  const { table, name, rules, hooks } = chain;
  const leadsOn = isSubChain(name) ? isPart(name, "DNAT") : !hooks.includes("POSTROUTING");
  const turns = table === "nat" && leadsOn;
  const before = chainsIn(standing, table).get(name);
  const old = turns ? [] : (before ?? []).filter((rule) => !rules.includes(rule));
  const fill = (all: readonly string[]): string[] => [`:${name} - [0:0]`, ...all.map((rule) => `-A ${name} ${rule}`)];
  const both = [...rules, ...old];
  const filled = isDeepStrictEqual(before, both) ? [] : fill(both);
  return [
    {
      table,
      phase: turns ? "turn" : "open",
      lines: [...filled, ...(isSubChain(name) ? [] : blocks(table).place(hookOf(owner, chain), hooks))],
    },
    { table, phase: "close", lines: old.length > 0 ? fill(rules) : [] },
  ];
}

/** The chains of an owner that are wanted no more, with their hooks. Those below others go when nothing jumps to them. */
function removals({ owner, chains: wanted }: Wanted, standing: Tables): Edit[] {
  return [...standing].flatMap(([table, chains]) => {
    const kept = new Set(wanted.flatMap((chain) => (chain.table === table ? [chain.name] : [])));
    const gone = chainsOf(owner, chains.keys()).filter((name) => !kept.has(name));
    const below = gone.filter(isSubChain);
    const lines = [...below.map((name) => `-F ${name}`), ...below.map((name) => `-X ${name}`)];
    return [
      ...gone.filter((name) => !isSubChain(name)).flatMap((name) => removal(owner, { table, name }, standing)),
      ...(lines.length === 0 ? [] : [{ table, phase: "close" as const, lines }]),
    ];
  });
}

/** A rule of somebody else's that jumps there is not ours to delete: iptables then refuses, and says that it is in use. */
function removal(owner: Owner, { table, name }: Pick<Chain, "table" | "name">, standing: Tables): Edit[] {
  const chains = chainsIn(standing, table);
  if (!chains.has(name)) return [];
  const hook = hookRule(owner, name);
  const jumps = [...chains].flatMap(([from, rules]) =>
    rules.filter((rule) => rule === hook).map(() => `-D ${from} ${hook}`),
  );
  return [{ table, phase: "close", lines: [...jumps, `-F ${name}`, `-X ${name}`] }];
}

/** By its text: a number would name another rule, had one come between. */
function deletion(text: string): Edit {
  const { table, chain, rule } = ruleOfText(text);
  return { table, phase: "close", lines: [`-D ${chain} ${rule}`] };
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
