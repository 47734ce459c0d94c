import { setTimeout as passed } from "node:timers/promises";
import { batchText } from "../iproute2/batch";
import { parseJson } from "../iproute2/json";
import { type Neighbour, parseNeighbours } from "../iproute2/neighbours";
import { inside } from "../namespaces";
import type { View } from "../resources/spec";
import type { Host } from "./host";
import { quiet } from "./quiet";

/**
 * How long somebody on the same segment may take to answer. A namespace of this machine does so while it is asked, unless
 * the machine is very busy; whoever is behind another kind of port may be a machine of its own.
 */
const PATIENCE_MS = { ofNamespaces: 25, ofOthers: 100 };

/** Asks who has addresses. What is asked of one segment while a question waits for quiet is one question with it. */
export function askingNeighbours(host: Host): View["holders"] {
  const waiting = new Map<string, { addresses: Set<string>; answer: ReturnType<View["holders"]> }>();
  return (namespace, device, addresses) => {
    const key = JSON.stringify([namespace, device]);
    const known = waiting.get(key);
    addresses.forEach((it) => known?.addresses.add(it));
    if (known) return only(addresses, known.answer);
    const all = new Set(addresses);
    const begun = new Promise((resolve) => setImmediate(resolve)).then(quiet);
    const answer = begun.then(() => {
      waiting.delete(key);
      return holdersOf(host, { namespace, device }, [...all]);
    });
    waiting.set(key, { addresses: all, answer });
    return only(addresses, answer);
  };
}

/** Of what was asked together, the answer to one's own question. */
async function only(addresses: readonly string[], all: ReturnType<View["holders"]>): ReturnType<View["holders"]> {
  return new Map([...(await all)].filter(([address]) => addresses.includes(address)));
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
  const show = ["neigh", "show", "dev", device];
  const batch = (options: string[], lines: string[][]): Promise<string> =>
    host.run({ argv: inside(namespace, ["ip", ...options, "-batch", "-"]), stdin: batchText(lines) });
  const [table = "", ports = ""] = (await batch(["-j", "-d"], [show, ["link", "show", "master", device]])).split("\n");
  const ofAsked = (text: string): Neighbour[] =>
    parseNeighbours(text).filter(({ address }) => addresses.includes(address));
  const fixed = ofAsked(table).filter(({ isStatic }) => isStatic);
  const asked = addresses.filter((it) => fixed.every(({ address }) => address !== it));
  const kinds = kindsOf(ports);
  // Without any port nobody is on the segment of a bridge.
  if (asked.length === 0 || kinds.length === 0) return macs(fixed);
  const entry = (address: string, state: string[]): string[] => ["neigh", "replace", address, "dev", device, ...state];
  await batch(
    [],
    asked.flatMap((it) => [entry(it, ["nud", "failed"]), entry(it, ["use"])]),
  );
  await passed(kinds.every((kind) => kind === "veth") ? PATIENCE_MS.ofNamespaces : PATIENCE_MS.ofOthers);
  const forget = asked.map((it) => ["neigh", "flush", it, "dev", device]);
  const [told = ""] = (await batch(["-j"], [show, ...forget])).split("\n");
  return macs([...fixed, ...ofAsked(told)]);
}

function macs(neighbours: readonly Neighbour[]): Map<string, string> {
  return new Map(neighbours.map(({ address, mac }) => [address, mac]));
}

/** The kinds of interfaces in what ip tells of them. */
function kindsOf(links: string): (string | undefined)[] {
  return parseJson<{ linkinfo?: { info_kind?: string } }>(links).map(({ linkinfo }) => linkinfo?.info_kind);
}
