import { withoutLength } from "../inputs/addresses";
import { arrivalStop } from "./arrival";
import { deliveryStop } from "./delivery";
import { asksIptables } from "./bridge-netfilter";
import { type Event, type Hook, pass, type Passage } from "./filter";
import { type Interface, isLocal, linkNamed, type Network, type Networks, type Place } from "./network";
import { type Connection, type Ends, endsOf, isAnswerTo, type Packet, swapped } from "./packet";
import { advice, placeText, type Stop } from "./reasons";
import { lookUp, questionOf, type Routed, sourceOf, usable } from "./routing";
import { ruleStop } from "./rule-stop";
import { deliver, type Delivery } from "./segment-delivery";
import { forwardingStop, loopbackStop, noRouteStop } from "./stops";

/** One step of a packet's way. */
export interface Step {
  place: Place;
  /** What happens there, for people. */
  text: string;
  /** The interface that it comes to or leaves by, where one is meant. */
  device?: string;
  /** Whether it is sent on by a route. */
  isRouted?: true;
}

/** An interface at which a packet can be seen, and its ends there. */
export interface Sight extends Ends {
  place: Place;
  device: string;
}

/** The way of a packet, as far as it comes. */
export interface Way {
  steps: Step[];
  sights: Sight[];
  /** Where it ends, well or not: `outside` for one that leaves the machine. */
  at: Place;
  isOutside: boolean;
  stop?: Stop;
  /** Rules that may have decided over it, of which it cannot be told whether they do. */
  undecided: string[];
  /** As it is where it ends. */
  packet: Packet;
  /** The interface by which it left the machine. */
  leftBy?: Interface;
  /** How long packets on it may be. */
  size: number;
}

/** As many networks does a packet pass before its time to live is over. */
const LONGEST = 64;

/** Follows one packet from the network in which it begins. */
export class Walk {
  private readonly steps: Step[] = [];
  private readonly sights: Sight[] = [];
  private readonly undecided: string[] = [];
  /** How many sights there were before the packet went out the last time. */
  private beforeSegment = 0;
  private passed = 0;

  constructor(
    private readonly networks: Networks,
    /** What each network remembers of the connection: filled by the first packet, read for the answer. */
    private readonly connections: Map<Network, Connection>,
    /** The size of packets that routers tell the sender to keep to; of an answer first that of what it answers. */
    private size = Infinity,
  ) {}

  /** Sends a packet of a network's own. Its source may be yet to choose. */
  from(network: Network, packet: Packet): Way {
    const first = lookUp(network, questionOf(packet, undefined, this.undecided));
    const routed = usable(first);
    if (!routed) return this.end(network, packet, noRouteStop(this.networks, network, packet, first));
    this.tellRoute(network, routed);
    const source = packet.source || routed.source || sourceOf(network, routed, packet);
    const before: Packet = { ...packet, source };
    const out = this.filter("OUTPUT", network, before, { out: routed.device });
    if (out.stoppedBy !== undefined)
      return this.end(network, before, ruleStop("OUTPUT", network, before, out.stoppedBy, {}));
    const after = out.packet;
    const isRerouted = after.destination !== before.destination || after.mark !== before.mark;
    const second = isRerouted ? lookUp(network, questionOf(after, undefined, this.undecided)) : first;
    const again = usable(second);
    if (!again) return this.end(network, after, noRouteStop(this.networks, network, after, second));
    if (isRerouted) this.tellRoute(network, again);
    if (!packet.isReply && !after.isUntracked) {
      this.connections.set(network, { original: endsOf(before), translated: endsOf(after) });
    }
    if (again.type === "local") return this.loopBack(network, after);
    return this.send(network, after, again);
  }

  /** Takes a packet that comes to an interface of a network. */
  to({ network, link }: Interface, packet: Packet): Way {
    if (++this.passed > LONGEST) {
      const text = "it goes round in a circle, until its time to live is over";
      return this.end(network, packet, {
        reason: "no-route",
        text,
        fix: [advice(`let a route ${placeText(network)} lead ${packet.destination} elsewhere`)],
      });
    }
    this.tell(network, `comes in by ${link.name}`, link.name);
    const known = this.connections.get(network);
    const entered = this.filter("PREROUTING", network, packet, { in: link.name });
    // Of what comes by a bridge that asks iptables, its device sees what PREROUTING has left.
    const isAsked = link.kind === "bridge" && asksIptables({ network, link }, packet.family);
    if (!isAsked) this.sights.push({ place: network.place, device: link.name, ...endsOf(packet) });
    if (entered.stoppedBy !== undefined) {
      return this.end(network, packet, ruleStop("PREROUTING", network, packet, entered.stoppedBy, { in: link.name }));
    }
    // The answer gets its asker's address back at the end of PREROUTING: the tables raw and mangle see the translated one.
    const isKnown = known !== undefined && isAnswerTo(entered.packet, known);
    const now = isKnown ? withDestination(entered.packet, swapped(known.original)) : entered.packet;
    if (!packet.isReply && !entered.packet.isUntracked && !known) {
      this.connections.set(network, { original: endsOf(packet), translated: endsOf(now) });
    }
    if (isAsked) this.sights.push({ place: network.place, device: link.name, ...endsOf(now) });
    const refused = arrivalStop(network, link, now);
    // Who is not answered is not asked either: where nobody knows the other's MAC yet, only the question is seen.
    if (refused) this.sights.length = this.beforeSegment;
    if (refused) return this.end(network, now, refused);
    if (isLocal(network, now.destination)) return this.arriveAtOwn(network, now, link.name);
    const off = forwardingStop(network, link.name, now);
    if (off) return this.end(network, now, off);
    const found = lookUp(network, questionOf(now, link.name, this.undecided));
    const routed = usable(found);
    if (!routed) return this.end(network, now, noRouteStop(this.networks, network, now, found));
    this.tellRoute(network, routed);
    const spot = { in: link.name, out: routed.device };
    const forwarded = this.filter("FORWARD", network, now, spot);
    if (forwarded.stoppedBy !== undefined) {
      return this.end(network, now, ruleStop("FORWARD", network, now, forwarded.stoppedBy, spot));
    }
    return this.send(network, forwarded.packet, routed, { came: link.name, isKnown });
  }

  private loopBack(network: Network, packet: Packet): Way {
    const stop = loopbackStop(network);
    return stop ? this.end(network, packet, stop) : this.arriveAtOwn(network, packet, "lo");
  }

  private arriveAtOwn(network: Network, packet: Packet, device: string): Way {
    const within = this.filter("INPUT", network, packet, { in: device });
    if (within.stoppedBy !== undefined) {
      return this.end(network, packet, ruleStop("INPUT", network, packet, within.stoppedBy, { in: device }));
    }
    const stop = packet.isReply ? undefined : deliveryStop(network, within.packet, device);
    return this.end(network, within.packet, stop);
  }

  /** Out of an interface, to the next router or to the destination itself. */
  private send(
    network: Network,
    packet: Packet,
    routed: Routed,
    { came, isKnown }: { came?: string; isKnown?: boolean } = {},
  ): Way {
    const known = this.connections.get(network);
    const left = this.filter("POSTROUTING", network, packet, {
      out: routed.device,
      ...(came === undefined ? {} : { in: came }),
    });
    if (left.stoppedBy !== undefined) {
      return this.end(
        network,
        packet,
        ruleStop("POSTROUTING", network, packet, left.stoppedBy, { out: routed.device }),
      );
    }
    // The answer bears the address that was asked.
    const isAnswer = known !== undefined && (isKnown ?? isAnswerTo(packet, known));
    const now = isAnswer ? withSource(left.packet, swapped(known.original)) : left.packet;
    if (!packet.isReply && known) known.translated = endsOf(now);
    const link = linkNamed(network, routed.device);
    if (!link) return this.end(network, now, noRouteStop(this.networks, network, now, undefined));
    this.size = Math.min(this.size, link.mtu);
    const nextHop = withoutLength(routed.gateway ?? now.destination);
    const { connections, size } = this;
    const sent = { packet: now, nextHop, size, routed, connections };
    const delivery = deliver(this.networks, { network, link }, sent);
    // While nobody is known to be there, only the question who it is goes out.
    const isSent = delivery.stop === undefined || delivery.isSent === true;
    this.beforeSegment = this.sights.length;
    const passed = isSent ? [{ at: { network, link } }, ...delivery.through] : [];
    for (const { at } of passed) this.sights.push({ place: at.network.place, device: at.link.name, ...endsOf(now) });
    for (const { at } of delivery.through) this.tell(at.network, `frames pass ${at.link.name}`, at.link.name);
    if (delivery.undecided) this.undecided.push(...delivery.undecided);
    if (delivery.stop) return this.end(delivery.at ?? network, now, delivery.stop);
    if (delivery.to) {
      return this.to(delivery.to, { ...this.pastBridges(now, delivery), mac: link.mac, isUntracked: false });
    }
    this.tell(network, `leaves this machine by ${delivery.leftBy?.link.name ?? link.name}`, link.name);
    return { ...this.end(network, now), isOutside: true, leftBy: { network, link } };
  }

  /** A bridge that asks iptables undoes the translation of an answer that passes it as a frame. */
  private pastBridges(packet: Packet, { through }: Delivery): Packet {
    for (const { at } of through) {
      const known = this.connections.get(at.network);
      if (at.link.kind !== "bridge" || !known || !asksIptables(at, packet.family)) continue;
      if (isAnswerTo(packet, known)) return { ...packet, ...swapped(known.original) };
    }
    return packet;
  }

  private filter(
    hook: Hook,
    network: Network,
    packet: Packet,
    spot: { in?: string; out?: string | undefined },
  ): Passage {
    const passage = pass(hook, packet, { network, ...spot, connection: this.connections.get(network) });
    for (const event of passage.events) this.tell(network, eventText(hook, event));
    this.undecided.push(...passage.undecided);
    return passage;
  }

  private tell({ place }: Network, text: string, device?: string): void {
    this.steps.push({ place, text, ...(device === undefined ? {} : { device }) });
  }

  private tellRoute({ place }: Network, { text, device }: Routed): void {
    this.steps.push({ place, text: `route: ${text}`, ...(device === undefined ? {} : { device }), isRouted: true });
  }

  private end({ place }: Network, packet: Packet, stop?: Stop): Way {
    const { steps, sights, undecided, size } = this;
    const common = { steps, sights, at: place, isOutside: false, undecided, packet, size };
    return stop ? { ...common, stop } : common;
  }
}

function withDestination(
  packet: Packet,
  { destination, destinationPort }: Packet | ReturnType<typeof swapped>,
): Packet {
  return { ...packet, destination, destinationPort };
}

function withSource(packet: Packet, { source, sourcePort }: ReturnType<typeof swapped>): Packet {
  return { ...packet, source, sourcePort };
}

function eventText(hook: Hook, { rule, becomes }: Event): string {
  return becomes === undefined ? `${hook}: ${rule}` : `${hook}: ${becomes}, by ${rule}`;
}
