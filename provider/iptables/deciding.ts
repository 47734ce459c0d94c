import { areDisjoint, type Match, parseMatch } from "./match";

/** The targets of iptables-extensions(8) after which a packet goes on to the next rule. */
const CONTINUING = new Set(
  (
    "AUDIT CHECKSUM CLASSIFY CONNMARK CONNSECMARK CT DNPT DSCP ECN HL HMARK IDLETIMER LED LOG MARK NFLOG NOTRACK " +
    "RATEEST SECMARK SET SNPT TCPMSS TCPOPTSTRIP TEE TOS TRACE TTL ULOG"
  ).split(" "),
);

type Chains = ReadonlyMap<string, readonly string[]>;

/** A rule, and the chain that it stands in. */
export interface Placed {
  chain: string;
  rule: string;
}

/** Whether a rule of a built-in chain may decide over a packet that one of other rules matches. */
export function mayDecide(placed: Placed, over: readonly string[], chains: Chains): boolean {
  return verdicts(placed, over, chains).length > 0;
}

/**
 * The rules that may decide over a packet that one of other rules matches: a rule of a built-in chain, and those to which
 * it leads. What options say that are not understood is taken for true.
 */
export function verdicts(placed: Placed, over: readonly string[], chains: Chains): Placed[] {
  const all = over.flatMap((wanted) => follow(placed, [parseMatch(wanted)], { chains, within: [] }));
  return all.filter(
    (it, index) => all.findIndex(({ chain, rule }) => chain === it.chain && rule === it.rule) === index,
  );
}

interface Way {
  chains: Chains;
  /** The chains that lead here. */
  within: readonly string[];
}

function follow(placed: Placed, before: readonly Match[], { chains, within }: Way): Placed[] {
  const match = parseMatch(placed.rule);
  const { target, isGoto } = match;
  if (target === undefined || CONTINUING.has(target) || before.some((it) => areDisjoint(it, match))) return [];
  // What both drop is gone either way.
  if (target === "DROP" && before[0]?.target === "DROP") return [];
  const isBuiltIn = within.length === 0;
  // Back from a user's chain, the packet goes on behind the jump; back from a built-in one, the policy decides.
  if (target === "RETURN") return isBuiltIn ? [placed] : [];
  const inner = chains.get(target);
  if (inner === undefined || (isGoto && isBuiltIn)) return [placed];
  if (within.includes(target)) return [];
  const way = { chains, within: [...within, target] };
  return inner.flatMap((rule) => follow({ chain: target, rule }, [...before, match], way));
}
