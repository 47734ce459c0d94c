import { type Chain, hookRule, isHook, type Position, positionOf } from "./chains";
import { mayDecide } from "./deciding";
import type { Owner } from "../owner";

type Chains = ReadonlyMap<string, readonly string[]>;

/** A chain of ours that a built-in one jumps to. */
export interface Hook {
  /** The rule that jumps. */
  rule: string;
  position: Position;
  /** The rules of the chain. */
  rules: readonly string[];
}

export function hookOf(owner: Owner, { name, position = "first", rules }: Chain): Hook {
  return { rule: hookRule(owner, name), position, rules };
}

/** What is wrong with a hook in a built-in chain of a table: one text a difference. */
export function hookDrift({ rule, position, rules }: Hook, builtIn: string, chains: Chains): string[] {
  const all = chains.get(builtIn) ?? [];
  const at = all.indexOf(rule);
  if (at < 0) return [`missing: -A ${builtIn} ${rule}`];
  const copies = all.filter((it) => it === rule).length;
  const shadows = all
    .slice(0, at)
    .filter((above) => !isHook(above) && mayDecide({ chain: builtIn, rule: above }, rules, chains));
  const [side, other] = position === "first" ? [all.slice(0, at), "last"] : [all.slice(at + 1), "first"];
  const misplaced = side.filter((it) => isHook(it) && it !== rule && positionOf(it, chains) === other);
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

  private insert(builtIn: string, { rule, position }: Hook): string[] {
    if (position === "first") return this.insertAt(builtIn, 0, rule);
    const block = (): number => {
      const end = this.rulesOf(builtIn).findIndex((it) => !isHook(it));
      return end < 0 ? this.rulesOf(builtIn).length : end;
    };
    // Those that go before it may have been left below the block.
    const before = this.rulesOf(builtIn)
      .slice(block())
      .filter((it) => isHook(it) && positionOf(it, this.chains) === "first");
    const raised = [...new Set(before)]
      .reverse()
      .flatMap((it) => [...this.removeAll(builtIn, it), ...this.insertAt(builtIn, 0, it)]);
    return [...raised, ...this.insertAt(builtIn, block(), rule)];
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
