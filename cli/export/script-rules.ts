import { type Chain, isPart, rankOf } from "../../provider/iptables/chains";
import { ruleOfText } from "../../provider/iptables/described";
import { SWITCHES } from "../../provider/iptables/switches";
import { at, type PlacedRule, ruleCommand } from "./script-words";

interface Placed extends PlacedRule {
  /** Packets meet lower ones first. */
  rank: number;
}

/** Rules as a person puts them into the built-in chains, in the order in which packets would meet them in linuxnet's. */
export class Rules {
  private readonly all: Placed[] = [];
  private readonly parameters = new Map<string, string[]>();

  /** @param firewalls the commands that make all rules by hand of some namespaces, in their order. */
  constructor(private readonly firewalls: ReadonlyMap<string, string[][]> = new Map()) {}

  /**
   * Takes the rules of chains in.
   * @param standing the rules of built-in chains that say the same, which are kept in their words.
   */
  add(namespace: string | undefined, chains: readonly Chain[], standing?: readonly string[]): void {
    const [first] = chains;
    for (const it of SWITCHES) {
      const isNeeded = chains.some(({ family, table, name }) => {
        return family === it.family && table === it.table && isPart(name, it.neededBy);
      });
      if (isNeeded) this.switchOn(namespace, it.key);
    }
    if (standing !== undefined && namespace !== undefined && this.firewalls.has(namespace)) return;
    if (standing !== undefined && first !== undefined) {
      const { family } = first;
      const rank = rankOf(first.name, first.rules) ?? 0;
      this.all.push(...standing.map((text) => ({ namespace, family, rank, ...ruleOfText(text) })));
      return;
    }
    for (const { family, table, name, hooks, rules } of chains) {
      const rank = rankOf(name, rules) ?? 0;
      this.all.push(
        ...hooks.flatMap((chain) =>
          rules
            .filter((rule) => chain !== "OUTPUT" || !COMES_IN.test(rule))
            .map((rule): Placed => ({ namespace, family, table, chain, rule, rank })),
        ),
      );
    }
  }

  /** The commands that make them, each rule once. */
  get commands(): string[][] {
    const texts = new Set<string>();
    const rules = this.all
      .toSorted((a, b) => a.rank - b.rank)
      .map(ruleCommand)
      .filter((argv) => !texts.has(argv.join("\0")) && texts.add(argv.join("\0")));
    // What keeps 127.0.0.0/8 shut to others stands before anything opens it.
    const isGuard = (argv: readonly string[]): boolean => argv.includes("raw");
    return [
      ...rules.filter(isGuard),
      ...this.parameters.values(),
      ...rules.filter((argv) => !isGuard(argv)),
      ...[...this.firewalls.values()].flat(),
    ];
  }

  private switchOn(namespace: string | undefined, key: string): void {
    const command = at(namespace, ["sysctl", "-w", `${key}=1`]);
    this.parameters.set(command.join(" "), command);
  }
}

/** What asks by which interface a packet comes in: none of the host's own does, and iptables refuses to ask in OUTPUT itself. */
const COMES_IN = /(?:^| )-i /;
