import { localHost } from "../../provider/host/local-host";
import { type Asked, explain, type Explanation } from "../../provider/packets/explain";
import type { Networks, Place } from "../../provider/packets/network";
import { askedOf } from "../explain/asked";
import { textOf } from "../explain/text";
import { graphOfNetworks } from "../graph/live";
import type { Graph, Interface } from "../graph/model";
import { nameOf } from "../place-name";
import { counted } from "./counted";
import { readCounters } from "./counters";
import { drawn } from "./drawn";
import type { Kept } from "./kept";
import { withWay } from "./way";

/** Which packet is to be followed, in the words of `linuxnet explain`. */
export interface Question {
  from: string;
  to: string;
  udp: boolean;
}

/** What the page shows. */
export interface State {
  svg: string;
  /** A line each, with what has passed it: too many for a picture. */
  rules: string[];
  /** How many namespaces are yet to be read, and may be missing. */
  unread: number;
  /** Where the packet goes that was asked for, in words. */
  way?: { text: string; arrives: boolean };
}

/** What is asked for is not there, or is no question. */
export class BadQuestion extends Error {
  override name = "BadQuestion";
}

/** This machine's networks as they stand, with the way of a packet where one is asked for. */
export async function stateOf(kept: Kept, question?: Question): Promise<State> {
  const { networks, told } = question ? await follow(kept, question) : { networks: await kept.now() };
  const { graph: whole, traffic } = counted(graphOfNetworks(networks), await readCounters(localHost, networks));
  const { firewallRules, ...rest } = whole;
  const rules = firewallRules.map(({ place, table, chain, words }) => `${nameOf(place)}: ${table}: ${chain} ${words}`);
  const { unread } = kept;
  const graph = { ...rest, firewallRules: [], ...(unread > 0 ? { interfaces: connected(rest) } : {}) };
  if (told === undefined) return { svg: await drawn(graph, traffic), rules, unread };
  const { asked, explanation } = told;
  return {
    svg: await drawn(...withWay(graph, traffic, explanation)),
    rules,
    unread,
    way: { text: textOf(networks, asked, explanation), arrives: explanation.arrives },
  };
}

/** Interfaces without those whose other ends are yet to be read. */
function connected({ interfaces, cables }: Pick<Graph, "interfaces" | "cables">): Interface[] {
  const ends = new Set(cables.flat());
  return interfaces.filter((it) => it.kind !== "veth" || ends.has(it));
}

/** Follows a packet through networks that have all been read after it was asked for, on its way. */
async function follow(
  kept: Kept,
  question: Question,
): Promise<{ networks: Networks; told: { asked: Asked; explanation: Explanation } }> {
  const read = new Set<Place>([undefined]);
  let networks = await kept.now();
  while (kept.unread > 0) networks = await kept.now();
  for (;;) {
    const asked = askedOf(networks, question);
    if (typeof asked === "string") throw new BadQuestion(asked);
    const explanation = explain(networks, asked);
    const passed = [...explanation.forth, ...explanation.back, { place: explanation.at }].map(({ place }) => place);
    const unread = [...new Set(passed)].filter((place) => !read.has(place));
    if (unread.length === 0) return { networks, told: { asked, explanation } };
    unread.forEach((place) => read.add(place));
    networks = await kept.anew(unread);
  }
}
