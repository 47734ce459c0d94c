import { passBridges } from "./bridge-netfilter";
import { type Interface, isLocal, type Network, type Networks } from "./network";
import type { Connection, Packet } from "./packet";
import { type Deafness, solicit } from "./neighbour-discovery";
import { fixes, type Stop } from "./reasons";
import type { Routed } from "./routing";
import { holderOf, type Reached, segmentFrom } from "./segment";
import { nobodyStop, shutStop, strandedStop } from "./stops";
import { vlanStopBack, vlanStopTo } from "./vlan-stop";

/** How frames come from one network to the next. */
export interface Delivery {
  /** The interfaces that they pass on the way, without the first and the last. */
  through: { at: Interface }[];
  /** Who gets them; undefined where they leave this machine, or end. */
  to?: Interface;
  leftBy?: Interface;
  stop?: Stop;
  /** Of what ends: whether it has left the interface. */
  isSent?: true;
  /** Where they end. */
  at?: Network;
  undecided?: string[];
}

interface Sent {
  packet: Packet;
  nextHop: string;
  /** How long its packets may be. */
  size: number;
  routed: Routed;
  /** What each network remembers of the connection: one whose bridge asks iptables tracks frames, too. */
  connections: Map<Network, Connection>;
}

/** What a frame may be longer than what a veth or a bridge's port takes (is_skb_forwardable: a VLAN's tag). */
const TAG = 4;

/** Finds who has the next hop's address behind an interface, and whether frames come there. */
export function deliver(networks: Networks, from: Interface, sent: Sent): Delivery {
  const segment = segmentFrom(networks, from);
  const found = holderOf(segment.reached, sent.nextHop);
  const fixed = from.network.neighbours.find((it) => it.device === from.link.name && it.address === sent.nextHop);
  if (fixed && !segment.reached.some(({ at }) => at.link.mac === fixed.mac)) {
    const { address, mac } = fixed;
    const text = `the neighbour table says for good that ${address} is ${mac}, which nobody behind ${from.link.name} is`;
    const fix = fixes(from.network, `ip neigh del ${address} dev ${from.link.name}`);
    return { through: [], stop: { reason: "no-neighbour", text, fix }, at: from.network };
  }
  const stranded = fixed ? undefined : strandedStop(from, sent.nextHop);
  if (found && stranded) return { through: [], stop: stranded, at: from.network };
  const apart = found
    ? vlanStopBack(networks, from, found, sent.nextHop)
    : vlanStopTo(networks, from, segment, sent.nextHop);
  if (apart) return { through: [], stop: apart.stop, at: apart.at.network };
  const deaf = found && !fixed ? unheard(found, from, sent) : undefined;
  if (deaf?.stop) return { through: [], ...deaf };
  if (found) {
    const delivery = reached(found, from, sent);
    return { ...delivery, undecided: [...(deaf?.undecided ?? []), ...(delivery.undecided ?? [])] };
  }
  const port = segment.isolated.find((it) => holderOf(beyond(networks, it), sent.nextHop))?.at;
  if (port) {
    const stop: Stop = {
      reason: "filtered",
      text: `${port.link.name} and the port by which it comes are isolated from each other`,
      fix: fixes(port.network, `bridge link set dev ${port.link.name} isolated off`),
    };
    return { through: [], stop, at: port.network };
  }
  const leads = ({ at }: Reached): boolean =>
    holderOf(segmentFrom(networks, from, { raised: at }).reached, sent.nextHop) !== undefined;
  const isAlone = segment.reached.length === 0 && segment.outside.length === 0;
  const shut = [...segment.down, ...segment.blocked].find((it) => it.at === from || leads(it) || isAlone);
  if (shut) return { through: [], stop: shutStop(shut.at), at: shut.at.network };
  const [outside] = segment.outside;
  if (outside) return { through: outside.through.slice(1, -1).map((at) => ({ at })), leftBy: outside.at };
  return { through: [], stop: nobodyStop(networks, from, sent), at: from.network };
}

/** Whether rules keep from each other who do not know each other's MACs. He who answers has learned that of the asker. */
function unheard({ at, through }: Reached, from: Interface, sent: Sent): Deafness | undefined {
  const { packet, nextHop, connections } = sent;
  if (packet.family === 4 || (packet.isReply && connections.has(at.network))) return undefined;
  return solicit([...new Set([from, ...through, at])], packet, nextHop);
}

function reached({ at, through }: Reached, from: Interface, { packet, size, connections }: Sent): Delivery {
  const passed = through.filter((it) => it !== from && it !== at);
  // A bridge's own MTU is for what it takes itself. An end tells by its MSS what it takes of TCP.
  const isEnd = (it: Interface): boolean => it === at && isLocal(at.network, packet.destination);
  const narrow = through
    .filter((it) => it.link.kind !== "bridge" && !(packet.protocol === "tcp" && isEnd(it)))
    .find(({ link }) => link.mtu + TAG < size);
  if (narrow) {
    const { name, mtu } = narrow.link;
    const stop: Stop = {
      reason: "mtu",
      text: `packets of up to ${size} bytes are sent, and those of more than ${mtu} end at ${name} without a word`,
      fix: fixes(narrow.network, `ip link set ${name} mtu ${size}`),
    };
    return { through: [], stop, isSent: true, at: narrow.network };
  }
  const { stop, at: end, undecided } = passBridges(through, packet, connections);
  if (stop && end) return { through: [], stop, isSent: true, at: end, undecided };
  return { through: passed.map((it) => ({ at: it })), to: at, undecided };
}

/** What is reached from an isolated port, if frames went there. */
function beyond(networks: Networks, { at }: Reached): Reached[] {
  return segmentFrom(networks, at).reached;
}
