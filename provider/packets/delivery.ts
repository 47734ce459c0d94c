import { familyOf } from "../inputs/addresses";
import { type Network, sysctlOf } from "./network";
import { endText, type Packet } from "./packet";
import { advice, fixes, type Stop } from "./reasons";

/** Why nobody takes a packet that has come to its network. */
export function deliveryStop(network: Network, packet: Packet): Stop | undefined {
  return packet.protocol === "icmp" ? echoStop(network, packet) : listenerStop(network, packet);
}

function echoStop(network: Network, { family }: Packet): Stop | undefined {
  const key = family === 4 ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all";
  if (sysctlOf(network, key) === 0) return undefined;
  return { reason: "filtered", text: `it answers no ping: ${key} is 1`, fix: fixes(network, `sysctl -w ${key}=0`) };
}

function listenerStop(network: Network, { protocol, destination, destinationPort, family }: Packet): Stop | undefined {
  const onPort = network.listeners.filter((it) => it.protocol === protocol && it.port === destinationPort);
  const takes = onPort.some(({ address, families }) =>
    address === undefined ? families.includes(family) : address === destination,
  );
  if (takes) return undefined;
  const asked = endText(destination, destinationPort);
  const others = onPort.flatMap(({ address }) =>
    address !== undefined && familyOf(address) === family ? [address] : [],
  );
  const where = network.place === undefined ? "" : ` in ${network.place}`;
  const start = `start a server on ${protocol} port ${destinationPort}${where}`;
  return {
    reason: "not-listening",
    text:
      others.length > 0
        ? `nothing listens on ${protocol} ${asked}, only on ${others.join(" and ")}`
        : `nothing listens on ${protocol} ${asked}`,
    fix: [advice(others.length > 0 ? `let the server listen on ${destination} too` : start)],
  };
}
