import type { Family } from "../inputs/addresses";
import { endpointText } from "../inputs/endpoint";
import type { Probe } from "../resources/step";

export type Protocol = Probe["protocol"];

/** A packet on its way through one network. */
export interface Packet {
  family: Family;
  protocol: Protocol;
  source: string;
  destination: string;
  /** Of tcp and udp. */
  sourcePort: number;
  destinationPort: number;
  mark: number;
  /** Whether it is an answer. */
  isReply: boolean;
  /** Of icmp, where it is neither the question nor the answer of a ping. */
  icmpType?: number;
  /** Whether the network in which it is has been told not to track it. */
  isUntracked?: boolean;
  /** The MAC of who has sent it to where it is; undefined for a network's own, and where nobody knows it. */
  mac?: string | undefined;
}

/** What a network remembers of a connection that goes through it, as conntrack(8) shows it. */
export interface Connection {
  /** Before any translation. */
  original: Ends;
  /** As the network sends it on. */
  translated: Ends;
}

/** What conntrack(8) says of a packet. */
export type State = "NEW" | "ESTABLISHED" | "INVALID" | "UNTRACKED";

/** An answer is known only where the question has passed; one of UDP may well begin a connection. */
export function stateOf({ isReply, isUntracked = false, protocol }: Packet, connection: Connection | undefined): State {
  if (isUntracked) return "UNTRACKED";
  if (!isReply) return "NEW";
  if (connection) return "ESTABLISHED";
  return protocol === "udp" ? "NEW" : "INVALID";
}

export interface Ends {
  source: string;
  sourcePort: number;
  destination: string;
  destinationPort: number;
}

export function endsOf({ source, sourcePort, destination, destinationPort }: Ends): Ends {
  return { source, sourcePort, destination, destinationPort };
}

export function swapped({ source, sourcePort, destination, destinationPort }: Ends): Ends {
  return {
    ...{ source: destination, sourcePort: destinationPort },
    ...{ destination: source, destinationPort: sourcePort },
  };
}

/** Whether a packet is an answer by whose ends a network knows what it answers; any other it takes for something new. */
export function isAnswerTo(packet: Packet, { translated }: Connection): boolean {
  const [own, awaited] = [endsOf(packet), swapped(translated)];
  const { isReply, isUntracked = false } = packet;
  return isReply && !isUntracked && (Object.keys(own) as (keyof Ends)[]).every((key) => own[key] === awaited[key]);
}

/** `10.0.0.2:80`, or the address alone where there is no port. */
export function endText(address: string, port: number): string {
  return endpointText({ address, port: port === 0 ? undefined : port });
}
