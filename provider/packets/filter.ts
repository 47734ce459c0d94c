import { linkNamed, firstAddress } from "./network";
import { endsOf, endText, type Packet } from "./packet";
import { matches, type Spot } from "./match";
import type { Chain, Rule, Table } from "./ruleset";

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
  /** The rule that ended it, in iptables' words; undefined where it goes on. */
  stoppedBy?: string;
  /** The rules that decided over it or changed it, with what they did. */
  events: Event[];
  /** Rules that may have ended it, of which it cannot be told whether they match. */
  undecided: string[];
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
    if (table === "nat" && packet.isReply) continue;
    for (const ruleset of spot.network.rulesets[packet.family]) {
      const chains = ruleset.get(table);
      const chain = chains?.get(hook);
      if (chains === undefined || chain === undefined) continue;
      const verdict = new Walk(table, chains, passage, spot).through(chain, hook, 0);
      if (verdict === "dropped") return passage;
    }
  }
  return passage;
}

type Verdict = "accepted" | "dropped" | "returned";

/** Deeper than this no ruleset is loaded. */
const DEEPEST = 64;

class Walk {
  constructor(
    private readonly table: Table,
    private readonly chains: ReadonlyMap<string, Chain>,
    private readonly passage: Passage,
    private readonly spot: Spot,
  ) {}

  through({ policy, rules }: Chain, name: string, depth: number): Verdict {
    for (const rule of rules) {
      const is = matches(rule, this.passage.packet, this.spot);
      if (is === undefined && this.mayEnd(rule, depth)) this.passage.undecided.push(this.text(`-A ${rule.text}`));
      if (is !== true) continue;
      const verdict = this.follow(rule, depth);
      if (verdict === "accepted" || verdict === "dropped") return verdict;
      if (rule.target === "RETURN" || rule.isGoto) break;
    }
    if (policy !== "DROP") return "returned";
    this.passage.stoppedBy = this.text(`-P ${name} DROP`);
    return "dropped";
  }

  private follow(rule: Rule, depth: number): Verdict {
    const { target } = rule;
    const inner = target === undefined ? undefined : this.chains.get(target);
    if (inner && depth < DEEPEST) return this.through(inner, target as string, depth + 1);
    switch (target) {
      case "ACCEPT":
        if (this.table === "filter") this.tell(rule);
        return "accepted";
      case "DROP":
      case "REJECT":
        this.passage.stoppedBy = this.text(`-A ${rule.text}`);
        return "dropped";
      case "MARK":
        this.passage.packet = { ...this.passage.packet, mark: marked(this.passage.packet.mark, rule) };
        return "returned";
      case "DNAT":
      case "REDIRECT":
      case "SNAT":
      case "NETMAP":
      case "MASQUERADE":
        return this.translate(rule);
      default:
        return "returned";
    }
  }

  private translate(rule: Rule): Verdict {
    const { packet } = this.passage;
    const changed = { ...packet, ...translated(rule, packet, this.spot) };
    const [before, after] = [endsOf(packet), endsOf(changed)];
    const isSource = before.source !== after.source;
    this.passage.packet = changed;
    this.tell(rule, isSource ? `from ${after.source}` : `to ${endText(after.destination, after.destinationPort)}`);
    return "accepted";
  }

  private tell(rule: Rule, becomes?: string): void {
    const event = { table: this.table, rule: this.text(`-A ${rule.text}`) };
    this.passage.events.push(becomes === undefined ? event : { ...event, becomes });
  }

  private text(rule: string): string {
    const tool = this.passage.packet.family === 4 ? "iptables" : "ip6tables";
    return this.table === "filter" ? `${tool} ${rule}` : `${tool} -t ${this.table} ${rule}`;
  }

  /** Whether a rule, or what it leads to, may end a packet. */
  private mayEnd({ target }: Rule, depth: number): boolean {
    if (target === "DROP" || target === "REJECT") return true;
    const inner = target === undefined ? undefined : this.chains.get(target);
    return inner !== undefined && depth < DEEPEST && inner.rules.some((it) => this.mayEnd(it, depth + 1));
  }
}

function marked(mark: number, { options }: Rule): number {
  const [value = "0", mask = "0xffffffff"] = (options["--set-xmark"] ?? options["--set-mark"] ?? "0").split("/");
  return ((mark & ~Number(mask)) ^ Number(value)) >>> 0;
}

/** The new ends of a packet: of a range of addresses or ports, the first. */
function translated({ target, options }: Rule, packet: Packet, { network, in: from, out }: Spot): Partial<Packet> {
  if (target === "MASQUERADE") {
    const link = linkNamed(network, out);
    return { source: (link && firstAddress(link, packet.family, packet.destination)) ?? packet.source };
  }
  if (target === "REDIRECT") {
    const link = linkNamed(network, from);
    const own = link ? firstAddress(link, packet.family, packet.source) : packet.family === 4 ? "127.0.0.1" : "::1";
    const port = options["--to-ports"]?.split("-")[0];
    return {
      destination: own ?? packet.destination,
      destinationPort: port === undefined ? packet.destinationPort : Number(port),
    };
  }
  const { address, port } = endOf(options["--to-destination"] ?? options["--to-source"] ?? options["--to"] ?? "");
  if (target === "DNAT") {
    return { destination: address ?? packet.destination, destinationPort: port ?? packet.destinationPort };
  }
  return target === "SNAT" ? { source: address ?? packet.source, sourcePort: port ?? packet.sourcePort } : {};
}

/** Of `10.0.0.2-10.0.0.9:80-90`, `[fd00::2]:80` or `:80`, the first address and port. */
function endOf(text: string): { address: string | undefined; port: number | undefined } {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?/.exec(text);
  const [, address = "", port] =
    bracketed ?? (/^[0-9a-f]*:[0-9a-f:]*:/.test(text) ? [text, text] : (/^([^:-]*)[^:]*(?::(\d+))?/.exec(text) ?? []));
  const first = address.split("-")[0];
  return { address: first === "" ? undefined : first, port: port === undefined ? undefined : Number(port) };
}
