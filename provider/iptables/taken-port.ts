import { stackOf } from "../owner";
import { isPart, ownerOfChain, type Tables } from "./chains";
import { areDisjoint, type Match, parseMatch } from "./match";
import type { Wanted } from "./restore";

/**
 * The rule of another stack that forwards already what a new rule of the wanted chains would: of two, only the one that
 * stands first is ever reached. One that names an address is no match for one that means any: it decides first, always.
 */
export function takenPort({ owner, chains, insteadOf }: Wanted, standing: readonly Tables[]): string | undefined {
  const all = standing.flatMap((tables) => [...(tables.get("nat") ?? [])]).filter(([name]) => isPart(name, "DNAT"));
  const known = all.filter(([name]) => ownerOfChain(name) === owner).flatMap(([, rules]) => rules);
  const added = chains
    .filter(({ name }) => isPart(name, "DNAT"))
    .flatMap(({ rules }) => rules.filter((rule) => !known.includes(rule)))
    .map(parseMatch);
  if (added.length === 0) return undefined;
  const isOther = (name: string): boolean => {
    const other = ownerOfChain(name);
    return other !== undefined && other !== insteadOf && stackOf(other) !== stackOf(owner);
  };
  return all
    .filter(([name]) => isOther(name))
    .flatMap(([name, rules]) => rules.map((rule) => ({ match: parseMatch(rule), text: `-A ${name} ${rule}` })))
    .find(({ match }) => added.some((it) => meet(it, match)))?.text;
}

function meet(one: Match, other: Match): boolean {
  const sameAddress = one.conditions.destination?.value === other.conditions.destination?.value;
  return one.target === "DNAT" && other.target === "DNAT" && sameAddress && !areDisjoint(one, other);
}
