import { type Finding, finding } from "../finding";
import type { Declared } from "../program";
import { type Interface, placed, type Topology } from "../topology";

/** A port of a bridge without the spanning tree protocol. */
interface Port {
  bridge: string;
  isolated: boolean;
}

/** A cable between two ports. */
interface Link {
  cable: Declared;
  ends: readonly [Port, Port];
}

/**
 * Bridges and cables in a ring without the spanning tree protocol: each broadcast goes round for ever. One bridge with the
 * protocol in a ring is enough: the others pass its BPDUs on, and it blocks a port when they come back. So is one that
 * isolates both of its ports in the ring from each other.
 */
export function bridgeLoop(topology: Topology): Finding[] {
  const links = linksOf(topology).sort((a, b) => a.cable.index - b.cable.index);
  return links.flatMap((link, index) => {
    const [from, to] = link.ends;
    const way = wayBetween(links.slice(0, index), to, from);
    if (way === undefined) return [];
    return [
      finding(
        link.cable,
        `bridge loop without STP: ${[...way, to.bridge].join(" ═ ")}`,
        "Frames go round in it for ever, and the first broadcast (an ARP request) takes all of the processor. Set stp: true on a bridge of the ring, or leave out a cable.",
      ),
    ];
  });
}

function linksOf({ cables, at }: Topology): Link[] {
  return cables.flatMap(([a, b]): Link[] => {
    const [first, second] = [portOf(at, a), portOf(at, b)];
    return a.resource && first && second ? [{ cable: a.resource, ends: [first, second] }] : [];
  });
}

/** An interface as a port of a bridge of the program that forwards: of another's the protocol is not known. */
function portOf(at: Topology["at"], { place, master, up, isolated }: Interface): Port | undefined {
  const bridge = at(place).find(({ name, kind, resource }) => name === master && kind === "bridge" && resource);
  return bridge && up && bridge.up && !bridge.stp ? { bridge: placed(bridge), isolated } : undefined;
}

/** The bridges on a way along links from one port's bridge to another's, as frames may go; undefined if there is none. */
function wayBetween(links: readonly Link[], start: Port, goal: Port): string[] | undefined {
  const ways: { bridges: string[]; last: Port }[] = [{ bridges: [start.bridge], last: start }];
  const seen = new Set([start.bridge]);
  for (const { bridges, last } of ways) {
    if (last.bridge === goal.bridge && passes(last, goal)) return bridges;
    for (const [near, far] of links.flatMap(({ ends: [a, b] }) => [[a, b] as const, [b, a] as const])) {
      if (near.bridge !== last.bridge || seen.has(far.bridge) || !passes(last, near)) continue;
      seen.add(far.bridge);
      ways.push({ bridges: [...bridges, far.bridge], last: far });
    }
  }
  return undefined;
}

/** A bridge keeps frames from going between two isolated ports. */
function passes(one: Port, other: Port): boolean {
  return !(one.isolated && other.isolated);
}
