import { LinuxnetError } from "../errors";
import type { Family } from "../inputs/addresses";
import { ownerOfChain, type Tables } from "../iptables/chains";
import { missingRules, rulesByHand, rulesOf, ruleText, type StandingRule } from "../iptables/described";
import { isOn, SWITCHES } from "../iptables/switches";
import { type Owner, UNMARKED } from "../owner";
import type { Told } from "./ids";
import type { Found, Imported, Observation, Placed, View } from "./spec";

/** How rules of a kind are known, whoever made them. */
export interface Description<Inputs> {
  /** The families in which what a key names can stand. */
  families: (key: Inputs) => readonly Family[];
  /** What some rules describe at a key, and those of them that are nothing else. Throws LinuxnetError for what inputs cannot say. */
  described: (key: Inputs, rules: readonly StandingRule[]) => { inputs: Told; rules: StandingRule[] } | undefined;
  /** Whether a rule is about the packets of a key. */
  isAbout: (key: Inputs, rule: StandingRule) => boolean;
}

/** What stands at a key: in chains of linuxnet, whoever's, or as rules that somebody put into built-in chains. */
export async function findRules<Inputs extends Placed>(
  { families, described, isAbout }: Description<Inputs>,
  key: Inputs,
  view: View,
): Promise<Found<Inputs> | undefined> {
  const all = await Promise.all(families(key).map((family) => view.tables(key.namespace, family)));
  const marked = all.flatMap((tables) =>
    ownersIn(tables).flatMap((mark): Found<Inputs>[] => {
      const it = described(key, rulesOf(mark, tables));
      return it ? [{ mark, inputs: it.inputs }] : [];
    }),
  );
  const own = marked.filter(({ mark }) => mark === key.owner);
  const [first, second] = own.length > 0 ? own : marked;
  if (first && second) throw new LinuxnetError(`there are several of it (owners ${first.mark}, ${second.mark})`);
  if (first) return first;
  const byHand = all.flatMap((tables): Found<Inputs>[] => {
    const it = described(key, rulesByHand(tables));
    return it ? [{ mark: UNMARKED, inputs: it.inputs, rules: it.rules.map(ruleText) }] : [];
  });
  if (byHand.length > 1) throw new LinuxnetError("there is one of IPv4 and one of IPv6");
  const [found] = byHand;
  const other = found ? undefined : all.flatMap(rulesByHand).find((rule) => isAbout(key, rule));
  if (other) throw new LinuxnetError(`properties at this id do not say what is there: -A ${other.chain} ${other.rule}`);
  return found;
}

function ownersIn(tables: Tables): Owner[] {
  const names = [...tables.values()].flatMap((chains) => [...chains.keys()]);
  return [...new Set(names.flatMap((name) => ownerOfChain(name) ?? []))];
}

/** Imported rules of built-in chains, as far as they stand. */
export async function observeRules<Inputs extends Placed>(
  wanted: Inputs & Imported,
  view: View,
  { family, forwards }: { family: Family; forwards: boolean },
): Promise<Observation<Inputs> | undefined> {
  const texts = wanted.imported?.rules ?? [];
  const missing = missingRules(texts, await view.tables(wanted.namespace, family));
  if (missing.length === texts.length) return undefined;
  const { key = "" } = SWITCHES.find((it) => it.family === family && it.neededBy === "FWD") ?? {};
  const { [key]: value } = await view.sysctls(wanted.namespace, [key]);
  const isOff = forwards && !isOn(value);
  return {
    owner: wanted.owner,
    what: "rules",
    state: wanted,
    drift: [...missing, ...(isOff ? [`${key} is ${value ?? "not readable"}, expected 1`] : [])],
  };
}
