import { contains, type Family } from "../inputs/addresses";

/**
 * UDP flows to a published port that go elsewhere than they should. The kernel translates the packets of a flow as it did
 * the first, whatever the rules say by now; a flow that never rests never ends. Connections of TCP do end, and live on.
 */
export interface Flows {
  family: Family;
  /** The published address, undefined for any of the place. */
  address: string | undefined;
  /** The first and last published port. */
  ports: readonly [number, number];
  /** Where the first port leads, each other as far behind it. */
  target: { address: string; port: number };
  /** Whether they are to lead there no more. */
  removed: boolean;
}

interface Tuple {
  src: string;
  dst: string;
  sport: number;
  dport: number;
}

/** Reads the answer of `conntrack -L -f FAMILY -p udp`: both directions of each flow, `src=10.0.0.1 dst=… sport=… dport=…`. */
export function parseFlows(text: string): [original: Tuple, reply: Tuple][] {
  const tuples = /src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+)/g;
  return text.split("\n").flatMap((line) => {
    const [original, reply] = [...line.matchAll(tuples)].map(([, src = "", dst = "", sport, dport]): Tuple => ({
      ...{ src, dst },
      ...{ sport: Number(sport), dport: Number(dport) },
    }));
    return original && reply ? [[original, reply] as [Tuple, Tuple]] : [];
  });
}

/**
 * The words of `conntrack -D` that make the kernel forget those flows among all: one list for all that go one way.
 * `local` are the networks whose addresses are those of the place.
 */
export function forgetting(text: string, flows: Flows, local: readonly string[]): string[][] {
  const lists = parseFlows(text)
    .filter(([original, reply]) => isStale(original, reply, flows, local))
    .map(([{ dst, dport }, reply]) => [
      ...["-D", "-f", familyWord(flows.family), "-p", "udp", "-d", dst, "--dport", String(dport)],
      ...["--reply-src", reply.src, "--reply-port-src", String(reply.sport)],
    ]);
  return [...new Map(lists.map((words) => [words.join(" "), words])).values()];
}

export function familyWord(family: Family): string {
  return family === 4 ? "ipv4" : "ipv6";
}

/** Of flows that somebody else translates, only those to an address that the forward itself names are its own. */
function isStale(original: Tuple, reply: Tuple, flows: Flows, local: readonly string[]): boolean {
  const { dst, dport } = original;
  const { address, target, removed } = flows;
  const [first, last] = flows.ports;
  if (dport < first || dport > last || (address !== undefined && dst !== address)) return false;
  const isTranslated = reply.src !== dst || reply.sport !== dport;
  const isLed = isTranslated && reply.src === target.address && reply.sport === target.port + dport - first;
  if (removed) return isLed;
  return !isLed && (address !== undefined || (!isTranslated && local.some((network) => contains(network, dst))));
}
