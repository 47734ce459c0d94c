import { type Finding, finding } from "../finding";
import type { Declared } from "../program";
import { type Interface, placed, type Topology } from "../topology";

/** A cable between two ports, each of a bridge without the spanning tree protocol. */
interface Link {
  cable: Declared;
  from: string;
  to: string;
}

/**
 * Bridges and cables in a ring without the spanning tree protocol: each broadcast goes round for ever. One bridge with the
 * protocol in a ring is enough: the others pass its BPDUs on, and it blocks a port when they come back.
 */
export function bridgeLoop(topology: Topology): Finding[] {
  const links = linksOf(topology).sort((a, b) => a.cable.index - b.cable.index);
  return links.flatMap((link, index) => {
    const ring = path(links.slice(0, index), link.to, link.from);
    if (ring === undefined) return [];
    const bridges = [...ring, link.to];
    return [
      finding(
        link.cable,
        `bridge loop without STP: ${bridges.join(" ═ ")}`,
        "Frames go round in it for ever, and the first broadcast (an ARP request) takes all of the processor. Set stp: true on a bridge of the ring, or leave out a cable.",
      ),
    ];
  });
}

function linksOf({ cables, at }: Topology): Link[] {
  return cables.flatMap(([a, b]) => {
    const [from, to] = [bridgeOf(at, a), bridgeOf(at, b)];
    if (!a.resource || !a.up || !b.up || a.isolated || b.isolated || !from || !to || from.stp || to.stp) return [];
    return [{ cable: a.resource, from: placed(from), to: placed(to) }];
  });
}

/** The program's bridge of which an interface is a port: of another's the protocol is not known. */
function bridgeOf(at: Topology["at"], { place, master }: Interface): Interface | undefined {
  if (master === undefined) return undefined;
  return at(place).find(({ name, kind, resource }) => name === master && kind === "bridge" && resource);
}

/** The bridges on a way along links from one to another; undefined if there is none. */
function path(links: readonly Link[], from: string, to: string): string[] | undefined {
  const ways: string[][] = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1) as string;
    if (last === to) return way;
    const next = links.flatMap((link) => (link.from === last ? [link.to] : link.to === last ? [link.from] : []));
    for (const bridge of next.filter((it) => !seen.has(it))) {
      seen.add(bridge);
      ways.push([...way, bridge]);
    }
  }
  return undefined;
}
