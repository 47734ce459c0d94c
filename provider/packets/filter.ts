import { matches, type Spot } from "./match";
import { droppingChain } from "./nft";
import { endsOf, endText, type Packet, type State, stateOf } from "./packet";
import type { Chain, Rule, Table } from "./ruleset";
import { marked, translated } from "./translation";

export type Hook = "PREROUTING" | "INPUT" | "FORWARD" | "OUTPUT" | "POSTROUTING";

/** The tables of each hook, in the order in which packets pass them. */
const TABLES: Record<Hook, readonly Table[]> = {
  PREROUTING: ["raw", "mangle", "nat"],
  INPUT: ["mangle", "filter", "security", "nat"],
  FORWARD: ["mangle", "filter", "security"],
  OUTPUT: ["raw", "mangle", "nat", "filter", "security"],
  POSTROUTING: ["mangle", "nat"],
};

/** What the rules of a hook make of a packet. */
export interface Passage {
  packet: Packet;
  /** Undefined where it goes on. */
  stoppedBy?: Stopper;
  /** The rules that decided over it or changed it, with what they did. */
  events: Event[];
  /** Rules that may have decided over it, or changed it, of which it cannot be told whether they do. */
  undecided: string[];
}

/** What ended a packet. */
export interface Stopper {
  /** The rule or the policy, in iptables' words. */
  rule: string;
  /** As what conntrack(8) knew the packet. */
  state: State;
}

export interface Event {
  /** `nat`, with the hook where it is the policy that decides. */
  table: Table;
  rule: string;
  /** `10.0.0.2:80` of one that is sent elsewhere. */
  becomes?: string;
}

/** Sends a packet through the rules of a hook. */
export function pass(hook: Hook, packet: Packet, spot: Spot): Passage {
  const passage: Passage = { packet, events: [], undecided: [] };
  for (const table of TABLES[hook]) {
    // Of a connection that is known its first packet has decided.
    if (table === "nat" && stateOf(passage.packet, spot.connection) !== "NEW") continue;
    for (const { tool, tables } of spot.network.rulesets[packet.family]) {
      const chains = tables.get(table);
      const chain = chains?.get(hook);
      if (chains === undefined || chain === undefined) continue;
      const verdict = new Walk(hook, { tool, table, chains }, passage, spot).through(chain, hook, 0);
      if (verdict === "dropped") return passage;
    }
  }
  const shut = droppingChain(spot.network, hook, packet);
  if (shut) {
    const rule = `nft chain ${shut.family} ${shut.table} ${shut.name} { policy drop; }`;
    passage.stoppedBy = { rule, state: stateOf(passage.packet, spot.connection) };
  }
  return passage;
}

type Verdict = "accepted" | "dropped" | "returned";

/** Targets after which a packet goes on as it is, see iptables-extensions(8). */
const PASSING = new Set(
  "AUDIT CHECKSUM CLASSIFY CONNMARK CONNSECMARK CT DSCP ECN HL HMARK IDLETIMER LED LOG NFLOG NOTRACK RATEEST SECMARK SET TCPMSS TCPOPTSTRIP TEE TOS TRACE TTL ULOG".split(
    " ",
  ),
);

/** Deeper than this no ruleset is loaded. */
const DEEPEST = 64;

/** The chains of a table, and the program that changes them. */
interface Chains {
  tool: string;
  table: Table;
  chains: ReadonlyMap<string, Chain>;
}

class Walk {
  constructor(
    private readonly hook: Hook,
    private readonly rules: Chains,
    private readonly passage: Passage,
    private readonly spot: Spot,
  ) {}

  through({ policy, rules }: Chain, name: string, depth: number): Verdict {
    for (const rule of rules) {
      const is = matches(rule, this.passage.packet, this.spot);
      if (is === undefined && this.mayDecide(rule, depth)) this.doubt(rule);
      if (is !== true) continue;
      const verdict = this.follow(rule, depth);
      if (verdict === "accepted" || verdict === "dropped") return verdict;
      if (rule.target === "RETURN" || rule.isGoto) break;
    }
    if (policy !== "DROP") return "returned";
    return this.stop(`-P ${name} DROP`);
  }

  private follow(rule: Rule, depth: number): Verdict {
    const { target } = rule;
    const inner = target === undefined ? undefined : this.rules.chains.get(target);
    if (inner && depth < DEEPEST) return this.through(inner, target as string, depth + 1);
    switch (target) {
      case "ACCEPT":
        if (this.rules.table === "filter") this.tell(rule);
        return "accepted";
      case "DROP":
      case "REJECT":
        return this.stop(`-A ${rule.text}`);
      case "MARK":
        this.passage.packet = { ...this.passage.packet, mark: marked(this.passage.packet.mark, rule) };
        return "returned";
      case "DNAT":
      case "REDIRECT":
      case "SNAT":
      case "NETMAP":
      case "MASQUERADE":
        return this.translate(rule);
      case "NOTRACK":
        return this.untrack();
      case "CT":
        return "--notrack" in rule.options ? this.untrack() : "returned";
      case "QUEUE":
      case "NFQUEUE":
        // What reads the queue decides, and most of it goes on.
        this.doubt(rule);
        return "accepted";
      default:
        if (this.mayDecide(rule, depth)) this.doubt(rule);
        return "returned";
    }
  }

  private untrack(): Verdict {
    this.passage.packet = { ...this.passage.packet, isUntracked: true };
    return "returned";
  }

  private translate(rule: Rule): Verdict {
    const { packet } = this.passage;
    const ends = translated(rule, packet, this.spot, this.hook);
    if (ends === undefined) return this.stop(`-A ${rule.text}`);
    const changed = { ...packet, ...ends };
    const [before, after] = [endsOf(packet), endsOf(changed)];
    const isSource = before.source !== after.source;
    this.passage.packet = changed;
    this.tell(rule, isSource ? `from ${after.source}` : `to ${endText(after.destination, after.destinationPort)}`);
    return "accepted";
  }

  private stop(rule: string): Verdict {
    const state = stateOf(this.passage.packet, this.spot.connection);
    this.passage.stoppedBy = { rule: this.text(rule), state };
    return "dropped";
  }

  private doubt(rule: Rule): void {
    this.passage.undecided.push(this.text(`-A ${rule.text}`));
  }

  private tell(rule: Rule, becomes?: string): void {
    const event = { table: this.rules.table, rule: this.text(`-A ${rule.text}`) };
    this.passage.events.push(becomes === undefined ? event : { ...event, becomes });
  }

  private text(rule: string): string {
    const { tool, table } = this.rules;
    return table === "filter" ? `${tool} ${rule}` : `${tool} -t ${table} ${rule}`;
  }

  /** Whether a rule, or what it leads to, may decide over a packet, or change it. */
  private mayDecide({ target, isGoto }: Rule, depth: number): boolean {
    if (target === undefined) return false;
    const inner = this.rules.chains.get(target);
    if (inner === undefined) return !PASSING.has(target);
    if (isGoto || depth >= DEEPEST) return true;
    return inner.rules.some((it) => it.target !== "RETURN" && this.mayDecide(it, depth + 1));
  }
}
