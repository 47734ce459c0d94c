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
}

/** What a network remembers of a connection that goes through it, as conntrack(8) shows it. */
export interface Connection {
  /** Before any translation. */
  original: Ends;
  /** As the network sends it on. */
  translated: Ends;
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
  return packet.isReply && (Object.keys(own) as (keyof Ends)[]).every((key) => own[key] === awaited[key]);
}

/** `10.0.0.2:80`, or the address alone where there is no port. */
export function endText(address: string, port: number): string {
  return endpointText({ address, port: port === 0 ? undefined : port });
}
