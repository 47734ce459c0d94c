import { setTimeout as passed } from "node:timers/promises";
import { CommandError } from "../errors";
import { batchText } from "../iproute2/batch";
import { type Neighbour, parseNeighbours } from "../iproute2/neighbours";
import { inside } from "../namespaces";
import type { View } from "../resources/spec";
import type { Host } from "./host";

/** How long somebody on the same segment may take to answer: on this machine, a fraction of a millisecond. */
const PATIENCE_MS = 100;

/** Asks who has addresses. What is asked of one segment while a question waits to begin is one question with it. */
export function askingNeighbours(host: Host): View["holders"] {
  const waiting = new Map<string, { addresses: Set<string>; answer: ReturnType<View["holders"]> }>();
  return (namespace, device, addresses) => {
    const key = JSON.stringify([namespace, device]);
    const known = waiting.get(key);
    addresses.forEach((it) => known?.addresses.add(it));
    if (known) return known.answer;
    const all = new Set(addresses);
    const begun = new Promise((resolve) => setImmediate(resolve));
    const answer = begun.then(() => {
      waiting.delete(key);
      return holdersOf(host, { namespace, device }, [...all]);
    });
    waiting.set(key, { addresses: all, answer });
    return answer;
  };
}

/**
 * Who answers for addresses on the segment of an interface, by ARP or neighbour discovery: a MAC address for each. Asks
 * anew, whatever the kernel has learned, and leaves nothing in its table; what somebody has set there is an answer. Of IPv6
 * it learns nothing in the first two seconds of an interface, whose own link-local address is not settled yet.
 */
async function holdersOf(
  host: Host,
  { namespace, device }: { namespace: string | undefined; device: string },
  addresses: readonly string[],
): Promise<Map<string, string>> {
  const known = async (): Promise<Neighbour[]> => {
    const told = await host.run({ argv: inside(namespace, ["ip", "-j", "neigh", "show", "dev", device]) });
    return parseNeighbours(told).filter(({ address }) => addresses.includes(address));
  };
  const fixed = (await known()).filter(({ isStatic }) => isStatic);
  const asked = addresses.filter((it) => fixed.every(({ address }) => address !== it));
  const batch = (options: string[], lines: string[][]): Promise<string> =>
    host.run({ argv: inside(namespace, ["ip", ...options, "-batch", "-"]), stdin: batchText(lines) });
  const entry = (verb: string, address: string, ...state: string[]): string[] => {
    return ["neigh", verb, address, "dev", device, ...state];
  };
  let told = fixed;
  if (asked.length > 0 && (await hasPorts(host, namespace, device))) {
    await batch(
      [],
      asked.flatMap((it) => [entry("replace", it, "nud", "failed"), entry("replace", it, "use")]),
    );
    await passed(PATIENCE_MS);
    told = await known();
    const forget = asked.map((it) => entry("del", it));
    await batch(["-force"], forget).catch((error: unknown) => {
      // The kernel has forgotten some by itself.
      if (!(error instanceof CommandError && error.reason === "absent")) throw error;
    });
  }
  return new Map(told.map(({ address, mac }) => [address, mac]));
}

/** Without any, nobody is on the segment of a bridge. */
async function hasPorts(host: Host, namespace: string | undefined, bridge: string): Promise<boolean> {
  const argv = inside(namespace, ["ip", "-o", "link", "show", "master", bridge]);
  return (await host.run({ argv })).trim() !== "";
}
