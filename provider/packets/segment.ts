import { withoutLength } from "../inputs/addresses";
import { addressesOf, type Interface, linkNamed, type Networks } from "./network";

/** An interface that frames come to, and by which others. */
export interface Reached {
  at: Interface;
  /** The interfaces that they have passed, with the first. */
  through: Interface[];
}

/** Where the frames that leave an interface come to. */
export interface Segment {
  reached: Reached[];
  /** Interfaces behind which there is what is not known: another machine, or a network without a name. */
  outside: Reached[];
  /** Interfaces that are down, and keep frames from what is behind them. */
  down: Reached[];
  /** Ports by which their bridge sends and takes no frames, as long as its spanning tree or somebody says so. */
  blocked: Reached[];
  /** Ports that take no frames from where these came from, since both are isolated. */
  isolated: Reached[];
}

/** Follows frames through veths and bridges, as if one interface on the way let them pass in any case. */
export function segmentFrom(networks: Networks, start: Interface, raised?: Interface): Segment {
  const segment: Segment = { reached: [], outside: [], down: [], blocked: [], isolated: [] };
  const passes = (at: Interface): boolean => at.network === raised?.network && at.link.name === raised.link.name;
  const isUp = (at: Interface): boolean => at.link.up || passes(at);
  const isBlocked = (at: Interface): boolean => !passes(at) && isHeld(at);
  const seen = new Set<unknown>();
  const queue: { at: Interface; from: Interface | undefined; through: Interface[]; isLeaving: boolean }[] = [
    { at: start, from: undefined, through: [start], isLeaving: true },
  ];
  const add = (at: Interface, from: Interface | undefined, through: Interface[], isLeaving: boolean): void => {
    queue.push({ at, from, through: [...through, at], isLeaving });
  };
  for (const { at, from, through, isLeaving } of queue) {
    const key = `${at.network.place ?? ""} ${at.link.name} ${isLeaving ? "out" : "in"}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (!isUp(at)) {
      segment.down.push({ at, through });
      continue;
    }
    if (isLeaving && at.link.kind === "bridge") {
      for (const port of portsOf(at)) add(port, undefined, through, true);
    } else if (isLeaving) {
      const peer = at.link.kind === "veth" ? networks.peerOf(at) : undefined;
      // Of a cable whose other end is down, that is what keeps frames.
      if (isBlocked(at) && peer?.link.up !== false) segment.blocked.push({ at, through });
      else if (peer) add(peer, at, through, false);
      else segment.outside.push({ at, through });
    } else {
      const bridge = bridgeOf(at);
      if (bridge === undefined) {
        segment.reached.push({ at, through });
        continue;
      }
      if (!isUp(bridge)) {
        segment.down.push({ at: bridge, through });
        continue;
      }
      if (isBlocked(at)) {
        segment.blocked.push({ at, through });
        continue;
      }
      segment.reached.push({ at: bridge, through: [...through, bridge] });
      for (const port of portsOf(bridge).filter(({ link }) => link.name !== at.link.name)) {
        if (at.link.isolated && port.link.isolated)
          segment.isolated.push({ at: port, through: [...through, bridge, port] });
        else add(port, from, [...through, bridge], true);
      }
    }
  }
  return segment;
}

/** Whether it is a port that its bridge keeps shut. */
function isHeld({ network, link }: Interface): boolean {
  const { state } = link.port;
  return bridgeOf({ network, link })?.link.up === true && typeof state === "string" && state !== "forwarding";
}

function bridgeOf({ network, link }: Interface): Interface | undefined {
  const master = linkNamed(network, link.master);
  return master?.kind === "bridge" ? { network, link: master } : undefined;
}

function portsOf({ network, link }: Interface): Interface[] {
  return network.links.filter(({ master }) => master === link.name).map((port) => ({ network, link: port }));
}

/** The interface of those reached in whose network an address is: a network answers on any of them for all that it has. */
export function holderOf(reached: readonly Reached[], address: string): Reached | undefined {
  const carries = ({ at }: Reached): boolean => addressesOf(at.link).some((own) => withoutLength(own) === address);
  const knows = ({ at }: Reached): boolean =>
    at.network.links.some((link) => link.up && addressesOf(link).some((own) => withoutLength(own) === address));
  return reached.find(carries) ?? (address.includes(":") ? undefined : reached.find(knows));
}
