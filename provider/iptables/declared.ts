import type { Owner } from "../owner";
import { stackOf } from "../owner";
import { type Chain, isPart, ownerOfChain, type Tables } from "./chains";
import type { Wanted } from "./restore";

/*
 * Kernel parameters that resources declare. A chain of each, to which nothing leads, says KEY=VALUE in a comment; a marker
 * remembers what the parameters were before the first of these chains. Of a key that is a switch see switches.ts.
 */

/** The most characters of a comment: XT_MAX_COMMENT_LEN, less the closing NUL. */
export const MAX_COMMENT = 255;

/** The rule by which a chain declares a parameter. */
export function declaration(key: string, value: string): string {
  return `-m comment --comment "${key}=${value}"`;
}

const DECLARED = /^-m comment --comment "([^"=]+)=([^"]*)"$/;

/** The values that chains declare; of several chains for one key the last one's counts, in the backend in use. */
export function declaredIn(all: readonly Tables[]): Map<string, string> {
  return new Map(chainsIn(all.toReversed()).flatMap(({ key, value }) => [[key, value]]));
}

/** Whose chain declares a parameter, with the value that it says. */
export function declarers(key: string, tables: Tables): Owner[] {
  return chainsIn([tables]).flatMap((it) => (it.key === key ? [it.owner] : []));
}

interface Declared {
  owner: Owner;
  key: string;
  value: string;
  text: string;
}

function chainsIn(all: readonly Tables[]): Declared[] {
  const chains = all.flatMap((tables) => [...(tables.get("filter") ?? [])]);
  return chains.flatMap(([name, rules]) => declaredBy({ name, rules }));
}

function declaredBy({ name, rules }: Pick<Chain, "name" | "rules">): Declared[] {
  const owner = ownerOfChain(name);
  if (owner === undefined || !isPart(name, "SYS")) return [];
  return rules.flatMap((rule) => {
    const [, key, value] = DECLARED.exec(rule) ?? [];
    return key === undefined || value === undefined ? [] : [{ owner, key, value, text: `-A ${name} ${rule}` }];
  });
}

/** The keys that wanted chains declare. */
export function keysOf(wanted: readonly Wanted[]): string[] {
  return wanted.flatMap(({ chains }) => chains.flatMap(declaredBy)).map(({ key }) => key);
}

/** The rule of another stack that declares another value of a parameter than the wanted chains do. */
export function takenParameter({ owner, chains, insteadOf }: Wanted, standing: readonly Tables[]): string | undefined {
  const wanted = chains.flatMap(declaredBy);
  const others = chainsIn(standing).filter((it) => it.owner !== insteadOf && stackOf(it.owner) !== stackOf(owner));
  return others.find((it) => wanted.some(({ key, value }) => it.key === key && it.value !== value))?.text;
}

/** What a parameter was before anything declared it, and what we set earlier and the kernel may have still. */
export interface Remembered {
  before: string;
  ours?: string | undefined;
}

const MARKER = "LN-WAS-declared";
const OURS = "ours ";

export function rememberedIn(all: readonly Tables[]): Map<string, Remembered> {
  const rules = all.flatMap((tables) => tables.get("filter")?.get(MARKER) ?? []);
  const values = new Map(
    rules.flatMap((rule) => {
      const [, key, value] = DECLARED.exec(rule) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    }),
  );
  const keys = [...values.keys()].filter((key) => !key.startsWith(OURS));
  return new Map(keys.map((key) => [key, { before: values.get(key) ?? "", ours: values.get(OURS + key) }]));
}

export function markerOfDeclared(remembered: ReadonlyMap<string, Remembered>): Chain {
  const rules = [...remembered].flatMap(([key, { before, ours }]) => [
    declaration(key, before),
    ...(ours === undefined ? [] : [declaration(OURS + key, ours)]),
  ]);
  return { family: 4, table: "filter", name: MARKER, hooks: [], rules };
}

/** Whether a comment can carry the value of a parameter. */
export function isRememberable(key: string, value: string): boolean {
  return /^[ !#-[\]-~]*$/.test(value) && `${OURS}${key}=${value}`.length <= MAX_COMMENT;
}
