import type { Listener } from "../iproute2/sockets";
import { type Network, sysctlOf } from "./network";
import { endText, type Packet } from "./packet";
import { advice, fixes, type Stop } from "./reasons";

/** Why nobody takes a packet that has come to its network, by an interface or by lo. */
export function deliveryStop(network: Network, packet: Packet, device: string): Stop | undefined {
  return packet.protocol === "icmp" ? echoStop(network, packet) : listenerStop(network, packet, device);
}

function echoStop(network: Network, { family }: Packet): Stop | undefined {
  const key = family === 4 ? "net.ipv4.icmp_echo_ignore_all" : "net.ipv6.icmp.echo_ignore_all";
  if (sysctlOf(network, key) === 0) return undefined;
  return { reason: "filtered", text: `it answers no ping: ${key} is 1`, fix: fixes(network, `sysctl -w ${key}=0`) };
}

function listenerStop(network: Network, packet: Packet, by: string): Stop | undefined {
  const { protocol, destination, destinationPort, family } = packet;
  const onPort = network.listeners.filter((it) => it.protocol === protocol && it.port === destinationPort);
  const hears = ({ address, families, device = by }: Listener): boolean =>
    device === by && (address === undefined ? families.includes(family) : address === destination);
  if (onPort.some(hears)) return undefined;
  const asked = endText(destination, destinationPort);
  const others = onPort.filter(({ families }) => families.includes(family)).map(boundText);
  return {
    reason: "not-listening",
    text: `nothing listens on ${protocol} ${asked}${others.length > 0 ? `, only on ${others.join(" and ")}` : ""}`,
    fix: [
      advice(
        others.length > 0
          ? `let the server listen on ${destination} too`
          : `start a server on ${protocol} port ${destinationPort}${network.place === undefined ? "" : ` in ${network.place}`}`,
      ),
    ],
  };
}

/** `10.0.0.1`, `10.0.0.1 by eth0` or `eth0`. */
function boundText({ address, device }: Listener): string {
  return [address, device].filter((it) => it !== undefined).join(" by ");
}
