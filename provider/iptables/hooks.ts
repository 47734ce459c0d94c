import { type Chain, hookRule, isHook, rankOf, rankOfHook, RANKS } from "./chains";
import { mayDecide } from "./deciding";
import type { Owner } from "../owner";

type Chains = ReadonlyMap<string, readonly string[]>;

/** A chain of ours that a built-in one jumps to. */
export interface Hook {
  /** The rule that jumps. */
  rule: string;
  /** Its place among ours, see `rankOf`. */
  rank: number;
  /** The rules of the chain. */
  rules: readonly string[];
}

export function hookOf(owner: Owner, { name, rules }: Chain): Hook {
  return { rule: hookRule(owner, name), rank: rankOf(name, rules) ?? RANKS.normal, rules };
}

/** What is wrong with a hook in a built-in chain of a table: one text a difference. */
export function hookDrift({ rule, rank, rules }: Hook, builtIn: string, chains: Chains): string[] {
  const all = chains.get(builtIn) ?? [];
  const at = all.indexOf(rule);
  if (at < 0) return [`missing: -A ${builtIn} ${rule}`];
  const copies = all.filter((it) => it === rule).length;
  const shadows = all
    .slice(0, at)
    .filter((above) => !isHook(above) && mayDecide({ chain: builtIn, rule: above }, rules, chains));
  const misplaced = all.filter((it, index) => {
    const other = it === rule ? undefined : rankOfHook(it, chains);
    return other !== undefined && (index < at ? other > rank : other < rank);
  });
  return [
    ...(copies > 1 ? [`${copies} times: -A ${builtIn} ${rule}`] : []),
    ...[...new Set(shadows)].map((above) => `shadowed by: -A ${builtIn} ${above}`),
    ...misplaced.map((it) => `on the wrong side of: -A ${builtIn} ${it}`),
  ];
}

/**
 * The built-in chains of a table while the lines of one restore change them. The hooks of all owners are one block at
 * the top, where no rule of anybody else decides before them.
 */
export class HookBlocks {
  private readonly chains: Map<string, string[]>;

  constructor(standing: Chains) {
    this.chains = new Map([...standing].map(([name, rules]) => [name, [...rules]]));
  }

  /** From now on a chain holds these rules, which tell the place of its hook. */
  fill(name: string, rules: readonly string[]): void {
    this.chains.set(name, [...rules]);
  }

  /** The lines after which a hook stands once, where it belongs, in these built-in chains and in no other chain. */
  place(hook: Hook, builtIns: readonly string[]): string[] {
    const elsewhere = [...this.chains.keys()].filter((name) => !builtIns.includes(name));
    return [
      ...elsewhere.flatMap((name) => this.removeAll(name, hook.rule)),
      ...builtIns.flatMap((name) =>
        hookDrift(hook, name, this.chains).length === 0
          ? []
          : [...this.removeAll(name, hook.rule), ...this.insert(name, hook)],
      ),
    ];
  }

  /** Behind those of ours that go before it, which may have been left below others. */
  private insert(builtIn: string, { rule, rank }: Hook): string[] {
    const rankAt = (it: string): number | undefined => rankOfHook(it, this.chains);
    const end = this.endOf(builtIn, rank);
    const below = this.rulesOf(builtIn)
      .slice(end)
      .filter((it) => (rankAt(it) ?? rank) < rank);
    const raised = [...new Set(below)]
      .reverse()
      .flatMap((it) => [
        ...this.removeAll(builtIn, it),
        ...this.insertAt(builtIn, this.endOf(builtIn, rankAt(it) ?? rank), it),
      ]);
    return [...raised, ...this.insertAt(builtIn, this.endOf(builtIn, rank), rule)];
  }

  /** Where those of ours end, from the top on, that go before a rank. */
  private endOf(builtIn: string, rank: number): number {
    const rules = this.rulesOf(builtIn);
    const end = rules.findIndex((it) => !isHook(it) || (rankOfHook(it, this.chains) ?? -1) >= rank);
    return end < 0 ? rules.length : end;
  }

  private insertAt(builtIn: string, index: number, rule: string): string[] {
    this.chains.set(builtIn, this.rulesOf(builtIn).toSpliced(index, 0, rule));
    return [`-I ${builtIn} ${index + 1} ${rule}`];
  }

  /** Each line deletes the first copy; a number would name somebody else's rule, had that come between. */
  private removeAll(name: string, rule: string): string[] {
    const rules = this.rulesOf(name);
    const left = rules.filter((it) => it !== rule);
    this.chains.set(name, left);
    return Array<string>(rules.length - left.length).fill(`-D ${name} ${rule}`);
  }

  private rulesOf(name: string): readonly string[] {
    return this.chains.get(name) ?? [];
  }
}
