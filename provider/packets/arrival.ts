import type { Link } from "../iproute2/links";
import { isLocal, type Network, strictest } from "./network";
import type { Packet } from "./packet";
import { fixes, type Stop } from "./reasons";
import { lookUp } from "./routing";

/**
 * Why a network does not take a packet by the interface that it comes to (fib_validate_source and ip_route_input in the
 * kernel's net/ipv4): a source that is its own or that it would answer by another interface, or an address of lo.
 */
export function arrivalStop(network: Network, { name }: Link, packet: Packet): Stop | undefined {
  const { family, source, destination } = packet;
  if (family === 6 || name === "lo") return undefined;
  const loopback = [source, destination].find((it) => it.startsWith("127."));
  if (loopback !== undefined && strictest(network, 4, name, "route_localnet") === 0) {
    const key = `net.ipv4.conf.${name}.route_localnet`;
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
      fix: fixes(network, "give one of the two another address"),
    };
  }
  const mode = strictest(network, 4, name, "rp_filter");
  if (mode === 0 || source.startsWith("127.")) return undefined;
  const back = lookUp(network, { family, source: undefined, destination: source, mark: 0, from: undefined });
  const isRight = back?.type === "unicast" && (mode === 2 || back.device === name);
  if (isRight) return undefined;
  const way = back === undefined ? "no route leads back to it" : `the way back to it is ${back.text}`;
  return {
    reason: "rp-filter",
    text: `${name} takes no packets from ${source}: ${way}, and rp_filter is ${mode}`,
    fix: fixes(
      network,
      `sysctl -w net.ipv4.conf.${name}.rp_filter=${back === undefined ? 0 : 2}`,
      `ip route add ${source} dev ${name}`,
    ),
  };
}
