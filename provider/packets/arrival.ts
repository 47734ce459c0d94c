import type { Link } from "../iproute2/links";
import { interfaceKey, isLocal, type Network, strictest } from "./network";
import type { Packet } from "./packet";
import { advice, fixes, type Stop } from "./reasons";
import { lookUp, questionOf, type Routed } from "./routing";

/**
 * Why a network does not take a packet by the interface that it comes to (fib_validate_source and ip_route_input in the
 * kernel's net/ipv4): a source that is its own or that it would answer by another interface, or an address of lo.
 */
export function arrivalStop(network: Network, { name }: Link, packet: Packet): Stop | undefined {
  const { family, source, destination } = packet;
  if (family === 6 || name === "lo") return undefined;
  const loopback = [source, destination].find((it) => it.startsWith("127."));
  if (loopback !== undefined && strictest(network, 4, name, "route_localnet") === 0) {
    const key = interfaceKey(4, name, "route_localnet");
    return {
      reason: "rp-filter",
      text: `${loopback} may not come in by ${name}: ${key} is 0`,
      fix: fixes(network, `sysctl -w ${key}=1`),
    };
  }
  if (isLocal(network, source) && !source.startsWith("127.") && strictest(network, 4, name, "accept_local") === 0) {
    return {
      reason: "rp-filter",
      text: `its source ${source} is an address of this network itself`,
      fix: [advice(`give ${source} to one network alone`)],
    };
  }
  const mode = strictest(network, 4, name, "rp_filter");
  if (mode === 0 || source.startsWith("127.")) return undefined;
  const back = reversed(network, name, packet);
  const isRight =
    back?.type === "unicast" && (mode === 2 || back.device === name || back.others?.includes(name) === true);
  if (isRight) return undefined;
  const way = back === undefined ? "no route leads back to it" : `the way back to it is ${back.text}`;
  const loosen = back?.type === "unicast" ? [`sysctl -w ${interfaceKey(4, name, "rp_filter")}=2`] : [];
  return {
    reason: "rp-filter",
    text: `${name} takes no packets from ${source}: ${way}, and rp_filter is ${mode}`,
    fix: fixes(network, ...loosen, `ip route replace ${source} dev ${name}`),
  };
}

/** The way of an answer, looked up as if it came by the interface by which the packet would go on. */
function reversed(network: Network, name: string, packet: Packet): Routed | undefined {
  const { family, source, destination } = packet;
  const onward = isLocal(network, destination) ? undefined : lookUp(network, questionOf(packet, name, []))?.device;
  return lookUp(network, { family, source: destination, destination: source, mark: 0, from: onward });
}
