import { contains, familyOf, withoutLength } from "../inputs/addresses";
import { addressesOf, type Interface, linkNamed, type Network, type Networks, type Place } from "./network";
import { type Connection, type Packet, type Protocol, swapped, endsOf, endText } from "./packet";
import { advice, type Fix, fixes, placeText, type Reason, type Stop } from "./reasons";
import { holderOf, segmentFrom } from "./segment";
import { type Sight, type Step, Walk, type Way } from "./walk";

/** What is asked: whether a packet arrives, and its answer comes back. */
export interface Asked {
  from: Place;
  to: string;
  protocol: Protocol;
  /** Of tcp and udp. */
  port: number;
}

export interface Explanation {
  /** Whether the packet arrives and its answer comes back. */
  arrives: boolean;
  stop: Stop | undefined;
  /** Where it ends; where it arrives, the destination. */
  at: Place;
  /** Whether the destination is beyond this machine: then nobody knows whether it answers. */
  isOutside: boolean;
  forth: Step[];
  back: Step[];
  /** Where the packet, and then the answer, can be seen. */
  sights: Sight[];
  /** Rules of which it cannot be told whether they decide over it. */
  undecided: string[];
}

/** The port of one who asks: any that the kernel may choose. */
const OWN_PORT = 40000;

/** Follows a packet, and the answer to it, by what stands: routes, rules, parameters and links. */
export function explain(networks: Networks, { from, to, protocol, port }: Asked): Explanation {
  const start = networks.at(from);
  if (start === undefined) throw new Error(`no network ${from ?? "of the host"}`);
  const connections = new Map<Network, Connection>();
  const ports =
    protocol === "icmp" ? { sourcePort: 0, destinationPort: 0 } : { sourcePort: OWN_PORT, destinationPort: port };
  const packet: Packet = {
    family: familyOf(to),
    protocol,
    source: "",
    destination: to,
    ...ports,
    mark: 0,
    isReply: false,
  };
  const forth = new Walk(networks, connections).from(start, packet);
  if (forth.stop) return told(forth);
  const own = { mark: 0, isReply: true, isUntracked: false, mac: undefined };
  const answer: Packet = { ...forth.packet, ...swapped(endsOf(forth.packet)), ...own };
  const back = answered(networks, connections, forth, answer);
  const undecided = [...forth.undecided, ...back.undecided];
  const asker = connections.get(start)?.original.source ?? answer.destination;
  const isBack = back.stop === undefined && back.at === from && !back.isOutside;
  const past = isBack ? pastNat(connections, start, back.packet) : undefined;
  const isHome = isBack && past === undefined;
  const stop = isHome ? undefined : (past ?? onTheWayBack(networks, back.stop, { forth, answer, asker }));
  return {
    arrives: isHome,
    stop,
    at: isHome ? forth.at : back.at,
    isOutside: forth.isOutside,
    forth: forth.steps,
    back: back.steps,
    sights: [...forth.sights, ...back.sights],
    undecided,
  };
}

function told({ stop, at, isOutside, steps, sights, undecided }: Way): Explanation {
  return { arrives: false, stop, at, isOutside, forth: steps, back: [], sights, undecided };
}

/** An answer that comes from somebody else than was asked: it has found a way past who translates. */
function pastNat(connections: Map<Network, Connection>, start: Network, answer: Packet): Stop | undefined {
  const asked = connections.get(start)?.translated;
  if (asked === undefined) return undefined;
  if (asked.destination === answer.source && asked.destinationPort === answer.sourcePort) return undefined;
  const [network] = [...connections].find(([, { original, translated }]) => {
    return original.destination !== translated.destination || original.destinationPort !== translated.destinationPort;
  }) ?? [start];
  const { source, sourcePort, destination, family, protocol } = answer;
  const tool = family === 4 ? "iptables" : "ip6tables";
  const port = protocol === "icmp" ? "" : ` -p ${protocol} --dport ${sourcePort}`;
  return {
    reason: "no-way-back",
    text:
      `the answer comes from ${endText(source, sourcePort)}, and ${endText(asked.destination, asked.destinationPort)} was asked: ` +
      "it takes a way past the translation",
    fix: fixes(network, `${tool} -t nat -A POSTROUTING -s ${destination} -d ${source}${port} -j MASQUERADE`),
  };
}

/** The way of the answer. What answers beyond this machine comes in where the packet left, if anybody there knows its source. */
function answered(networks: Networks, connections: Map<Network, Connection>, forth: Way, answer: Packet): Way {
  const walk = new Walk(networks, connections, forth.size);
  const network = networks.at(forth.at) as Network;
  if (!forth.isOutside) return walk.from(network, answer);
  const left = forth.leftBy as Interface;
  const own = addressesOf(left.link).some((it) => withoutLength(it) === answer.destination);
  const holder = own ? left : holderOf(segmentFrom(networks, left).reached, answer.destination)?.at;
  const isOnLink = addressesOf(left.link).some((it) => contains(it, answer.destination));
  if (holder && (own || isOnLink)) return walk.to(holder, answer);
  const stop = noWayBack(answer, left);
  return {
    steps: [],
    sights: [],
    at: forth.at,
    isOutside: true,
    undecided: [],
    packet: answer,
    stop,
    size: forth.size,
  };
}

function noWayBack({ destination }: Packet, { network, link }: Interface): Stop {
  return {
    reason: "no-way-back",
    text: `it leaves by ${link.name} with the source ${destination}, to which nobody there knows a way: no masquerade hides it`,
    fix: masquerade({ network, link }, destination),
  };
}

/** What hides a source behind the address of an interface by which it leaves. */
function masquerade({ network, link }: Interface, source: string): Fix[] {
  const tool = source.includes(":") ? "ip6tables" : "iptables";
  return fixes(network, `${tool} -t nat -A POSTROUTING -s ${source} -o ${link.name} -j MASQUERADE`);
}

/** What keeps an answer from coming back is told as that, but for what is the same on any way. */
function onTheWayBack(
  networks: Networks,
  stop: Stop | undefined,
  { forth, answer, asker }: { forth: Way; answer: Packet; asker: string },
): Stop {
  const text = `the answer to ${asker} does not come back`;
  if (stop === undefined) {
    return {
      reason: "no-way-back",
      text: `${text}: it goes elsewhere`,
      fix: [advice(`lead ${answer.destination} back to it by the routes ${placeText({ place: forth.at })}`)],
    };
  }
  const same: Reason[] = [
    "filtered",
    "rp-filter",
    "mtu",
    "link-down",
    "wrong-interface",
    "no-way-back",
    "forwarding-off",
  ];
  if (same.includes(stop.reason))
    return { ...stop, text: stop.reason === "no-way-back" ? stop.text : `${text}: ${stop.text}` };
  const edge = edgeOf(networks, forth);
  return {
    ...stop,
    reason: "no-way-back",
    text: `${text}: ${stop.text}`,
    fix: [...(edge === undefined ? [] : masquerade(edge, answer.destination)), ...stop.fix],
  };
}

/** The interface by which the packet left the last router on its way. */
function edgeOf(networks: Networks, { steps }: Way): Interface | undefined {
  const routed = steps.filter(({ isRouted, device }) => isRouted && device !== "lo");
  const { place, device } = routed.length > 1 ? (routed.at(-1) as Step) : { place: undefined, device: undefined };
  const network = networks.at(place);
  const link = network && linkNamed(network, device);
  return network && link && { network, link };
}
