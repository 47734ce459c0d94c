import type { Family } from "../inputs/addresses";

/**
 * UDP flows to a published port that go elsewhere than they should. The kernel translates the packets of a flow as it did
 * the first, whatever the rules say by now; a flow that never rests never ends. Connections of TCP do end, and live on.
 */
export interface Flows {
  family: Family;
  /** The published address, undefined for any. */
  address: string | undefined;
  /** The first and last published port. */
  ports: readonly [number, number];
  /** Where the first port leads, each other as far behind it; undefined for nowhere. */
  target: { address: string; port: number } | undefined;
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

/** The words of `conntrack -D` that make the kernel forget those flows among all: one list for all that go one way. */
export function forgetting(text: string, flows: Flows): string[][] {
  const lists = parseFlows(text)
    .filter(([original, reply]) => isStale(original, reply, flows))
    .map(([{ dst, dport }, reply]) => [
      ...["-D", "-f", familyWord(flows.family), "-p", "udp", "-d", dst, "--dport", String(dport)],
      ...["--reply-src", reply.src, "--reply-port-src", String(reply.sport)],
    ]);
  return [...new Map(lists.map((words) => [words.join(" "), words])).values()];
}

export function familyWord(family: Family): string {
  return family === 4 ? "ipv4" : "ipv6";
}

function isStale(original: Tuple, reply: Tuple, { address, ports: [first, last], target }: Flows): boolean {
  if (original.dport < first || original.dport > last || (address !== undefined && original.dst !== address))
    return false;
  const isTranslated = reply.src !== original.dst || reply.sport !== original.dport;
  // What only passes through to somebody else's port is no flow of ours.
  if (!isTranslated && (target === undefined || reply.dst !== original.src)) return false;
  const port = target && target.port + original.dport - first;
  return reply.src !== target?.address || reply.sport !== port;
}
