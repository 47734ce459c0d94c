import { withoutLength } from "../inputs/addresses";
import { addressesOf, type Interface, linkNamed, type Network, type Networks } from "./network";
import { type Bridged, entering, leaving, vlanDevice } from "./vlans";

/** An interface that frames come to, and by which others. */
export interface Reached {
  at: Interface;
  /** The interfaces that they have passed, with the first. */
  through: Interface[];
}

/** Where the VLANs of a bridge, or tags, keep frames from going on. */
export interface Shut {
  at: Interface;
  through: Interface[];
  /** Whether they come into the bridge there, leave it, or come out of it with a tag that nobody takes. */
  way: "in" | "out" | "tag";
  /** The bridge's own VLANs, of which it is no member. */
  isOwn: boolean;
  tag: number | undefined;
  /** The VLAN that they are in. */
  vid: number | undefined;
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
  shut: Shut[];
}

interface Step {
  at: Interface;
  through: Interface[];
  isLeaving: boolean;
  /** The VLAN of which a frame has the tag. */
  tag: number | undefined;
}

/** What is taken for otherwise than it is. */
interface Assumed {
  /** An interface that lets frames pass in any case. */
  raised?: Interface;
  /** There are no VLANs. */
  isBlind?: boolean;
}

/** Follows frames through veths and bridges. */
export function segmentFrom(networks: Networks, start: Interface, assumed: Assumed = {}): Segment {
  return new Flood(networks, assumed).from(start);
}

class Flood {
  private readonly segment: Segment = {
    ...{ reached: [], outside: [], down: [], blocked: [], isolated: [], shut: [] },
  };
  private readonly isBlind: boolean;
  private readonly queue: Step[] = [];

  constructor(
    private readonly networks: Networks,
    private readonly assumed: Assumed,
  ) {
    this.isBlind = assumed.isBlind ?? false;
  }

  from(start: Interface): Segment {
    this.queue.push({ at: start, through: [start], isLeaving: true, tag: undefined });
    const seen = new Set<string>();
    for (const step of this.queue) {
      const { at, isLeaving, tag } = step;
      const key = `${at.network.place ?? ""} ${at.link.name} ${isLeaving ? "out" : "in"} ${tag ?? ""}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (!this.isUp(at)) this.segment.down.push(step);
      else if (isLeaving) this.leave(step);
      else this.arrive(step);
    }
    return this.segment;
  }

  private passes({ network, link }: Interface): boolean {
    const { raised } = this.assumed;
    return network === raised?.network && link.name === raised.link.name;
  }

  private isUp(at: Interface): boolean {
    return at.link.up || this.passes(at);
  }

  private isBlocked(at: Interface): boolean {
    return !this.passes(at) && isHeld(at);
  }

  private add(at: Interface, isLeaving: boolean, tag: number | undefined, through: readonly Interface[]): void {
    this.queue.push({ at, through: [...through, at], isLeaving, tag: this.isBlind ? undefined : tag });
  }

  private leave({ at, through, tag }: Step): void {
    const { network, link } = at;
    if (link.kind === "bridge") {
      const frame = this.entered(at, at, tag, through);
      if (frame) for (const port of portsOf(at)) this.exit(at, port, frame, through);
      return;
    }
    const parent = link.kind === "vlan" && tag === undefined ? linkNamed(network, link.peerName) : undefined;
    if (parent) return this.add({ network, link: parent }, true, link.vlanId, through);
    const peer = link.kind === "veth" ? this.networks.peerOf(at) : undefined;
    // Of a cable whose other end is down, that is what keeps frames.
    if (this.isBlocked(at) && peer?.link.up !== false) this.segment.blocked.push({ at, through });
    else if (peer) this.add(peer, false, tag, through);
    else this.segment.outside.push({ at, through });
  }

  private arrive({ at, through, tag }: Step): void {
    const { network, link } = at;
    if (this.isBlind)
      for (const it of vlanDevices(at)) this.segment.reached.push({ at: it, through: [...through, it] });
    if (tag !== undefined) {
      const device = vlanDevice(network, link.name, tag);
      if (device) return this.add({ network, link: device }, false, undefined, through);
    }
    const bridge = bridgeOf(at);
    if (bridge === undefined) {
      if (tag === undefined) this.segment.reached.push({ at, through });
      else this.segment.shut.push({ at, through, way: "tag", isOwn: false, tag, vid: tag });
      return;
    }
    if (!this.isUp(bridge)) {
      this.segment.down.push({ at: bridge, through });
      return;
    }
    if (this.isBlocked(at)) {
      this.segment.blocked.push({ at, through });
      return;
    }
    const frame = this.entered(bridge, at, tag, through);
    if (!frame) return;
    this.toItself(bridge, frame, through);
    for (const port of portsOf(bridge).filter((it) => it.link.name !== link.name)) {
      const passed = [...through, bridge];
      if (link.isolated && port.link.isolated) this.segment.isolated.push({ at: port, through: [...passed, port] });
      else this.exit(bridge, port, frame, passed);
    }
  }

  /** Up to the bridge's own device, or to one of a VLAN over it. */
  private toItself(bridge: Interface, frame: Bridged, through: readonly Interface[]): void {
    const tag = this.left(bridge, bridge, frame, through);
    if (tag === "shut") return;
    const passed = [...through, bridge];
    if (this.isBlind)
      for (const it of vlanDevices(bridge)) this.segment.reached.push({ at: it, through: [...passed, it] });
    if (tag === undefined) this.segment.reached.push({ at: bridge, through: passed });
    const device = tag === undefined ? undefined : vlanDevice(bridge.network, bridge.link.name, tag);
    if (device) this.add({ network: bridge.network, link: device }, false, undefined, passed);
  }

  private exit(bridge: Interface, port: Interface, frame: Bridged, through: readonly Interface[]): void {
    const tag = this.left(bridge, port, frame, through);
    if (tag !== "shut") this.add(port, true, tag, through);
  }

  /** A frame that comes into a bridge; undefined where it ends. */
  private entered(
    bridge: Interface,
    by: Interface,
    tag: number | undefined,
    through: readonly Interface[],
  ): Bridged | undefined {
    if (this.isBlind) return { vid: undefined };
    const frame = entering(bridge.network, bridge.link, by.link.name, tag);
    if (!frame) this.shut(bridge, by, { way: "in", tag, vid: tag }, through);
    return frame;
  }

  private left(
    bridge: Interface,
    by: Interface,
    frame: Bridged,
    through: readonly Interface[],
  ): number | undefined | "shut" {
    const tag = leaving(bridge.network, bridge.link, by.link.name, frame);
    if (tag === "shut") this.shut(bridge, by, { way: "out", tag: undefined, vid: frame.vid }, through);
    return tag;
  }

  private shut(
    bridge: Interface,
    at: Interface,
    why: Pick<Shut, "way" | "tag" | "vid">,
    through: readonly Interface[],
  ): void {
    this.segment.shut.push({ at, through: [...through], isOwn: at.link.name === bridge.link.name, ...why });
  }
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

function vlanDevices({ network, link }: Interface): Interface[] {
  const all = network.links.filter(({ kind, peerName, up }) => kind === "vlan" && peerName === link.name && up);
  return all.map((device) => ({ network, link: device }));
}

/** The interface of those reached in whose network an address is: a network answers on any of them for all that it has. */
export function holderOf(reached: readonly Reached[], address: string): Reached | undefined {
  const carries = ({ at }: Reached): boolean => addressesOf(at.link).some((own) => withoutLength(own) === address);
  const knows = ({ at }: Reached): boolean => holds(at.network, address);
  return reached.find(carries) ?? (address.includes(":") ? undefined : reached.find(knows));
}

function holds({ links }: Network, address: string): boolean {
  return links.some((link) => link.up && addressesOf(link).some((own) => withoutLength(own) === address));
}
