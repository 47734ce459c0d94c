import { contains, familyOf, isDefault, isLinkLocal, networkOf, withoutLength } from "../inputs/addresses";
import type { Link } from "../iproute2/links";
import {
  addressesOf,
  type Interface,
  interfaceKey,
  linkNamed,
  linksTo,
  type Network,
  type Networks,
  sysctlOf,
} from "./network";
import type { Packet } from "./packet";
import { advice, fixes, placeText, type Stop } from "./reasons";
import type { Routed } from "./routing";
import { holderOf, segmentFrom } from "./segment";

/** No route leads to the destination: because there is none, or because the interface is down that would have it. */
export function noRouteStop(networks: Networks, network: Network, packet: Packet, found: Routed | undefined): Stop {
  const { destination, family } = packet;
  if (found !== undefined) {
    return {
      reason: "no-route",
      text: `a route refuses ${destination}: ${found.text}`,
      fix: found.undo === undefined ? [] : fixes(network, found.undo),
    };
  }
  const down = downTo(network, destination);
  if (down !== undefined) {
    return {
      reason: "link-down",
      text: `${down} is down, and its routes are gone with it`,
      fix: fixes(network, `ip link set ${down} up`),
    };
  }
  const gateway = gatewayFor(networks, network, family);
  return {
    reason: "no-route",
    text: `no route leads to ${destination}`,
    fix:
      gateway === undefined
        ? [advice(`make a route to ${destination} ${placeText(network)}, by way of a router beside it`)]
        : fixes(network, `ip route add default via ${gateway}`, `ip route add ${destination} via ${gateway}`),
  };
}

/** The interface that is down and would lead to an address: by its subnet, or because it is the only one. */
function downTo(network: Network, address: string): string | undefined {
  const others = network.links.filter(({ name, master }) => name !== "lo" && master === undefined);
  const down = others.filter((it) => !it.up && addressesOf(it).length > 0);
  const direct = linksTo({ ...network, links: down }, address)[0];
  const isAlone = others.every((it) => !it.up || addressesOf(it).length === 0);
  return direct?.name ?? (isAlone ? down[0]?.name : undefined);
}

/** An address of a neighbour that forwards, or of any. */
function gatewayFor(networks: Networks, network: Network, family: Packet["family"]): string | undefined {
  const found = network.links
    .filter(({ up, master, name }) => up && master === undefined && name !== "lo")
    .flatMap((link) =>
      segmentFrom(networks, { network, link }).reached.flatMap(({ at }) =>
        addressesOf(at.link)
          .filter((own) => own.includes(":") === (family === 6) && !isLinkLocal(own))
          .filter((own) => addressesOf(link).some((mine) => networkOf(mine) === networkOf(own)))
          .map((own) => ({ at, address: withoutLength(own) })),
      ),
    );
  const forwarder = found.find(({ at }) => at.network.routes.some(({ destination }) => isDefault(destination)));
  return (forwarder ?? found.find(({ at }) => at.link.kind === "bridge") ?? found[0])?.address;
}

/** A network whose own addresses do not reach itself: those of a namespace made by hand begin so. */
export function loopbackStop(network: Network): Stop | undefined {
  if (linkNamed(network, "lo")?.up !== false) return undefined;
  const text = "lo is down, by which a network reaches its own addresses";
  return { reason: "link-down", text, fix: fixes(network, "ip link set lo up") };
}

/** A network that does not send on what is not for itself. */
export function forwardingStop(network: Network, device: string, { family, destination }: Packet): Stop | undefined {
  const all = family === 4 ? "net.ipv4.ip_forward" : "net.ipv6.conf.all.forwarding";
  const own = interfaceKey(4, device, "forwarding");
  const key = sysctlOf(network, all) === 0 ? all : own;
  if (sysctlOf(network, all) !== 0 && (family === 6 || sysctlOf(network, own) !== 0)) return undefined;
  return {
    reason: "forwarding-off",
    text: `${destination} is not its own, and it forwards nothing: ${key} is 0`,
    fix: fixes(network, `sysctl -w ${key}=1`),
  };
}

/** An interface that keeps frames from what is behind it: down, or a port that its bridge keeps shut. */
export function shutStop({ network, link: { name, up, master, port } }: Interface): Stop {
  if (!up) return { reason: "link-down", text: `${name} is down`, fix: fixes(network, `ip link set ${name} up`) };
  const isTree = ["listening", "learning", "blocking"].includes(String(port.state));
  const open = isTree
    ? `ip link set dev ${master ?? ""} type bridge stp_state 0`
    : `bridge link set dev ${name} state 3`;
  return {
    reason: "link-down",
    text: `${name} is ${String(port.state)}: ${master ?? "its bridge"} sends and takes no frames by it`,
    fix: fixes(network, open),
  };
}

/** An interface whose answers somebody else takes: what comes to a bridge's port is the bridge's. */
export function strandedStop({ network, link }: Interface, nextHop: string): Stop | undefined {
  const bridge = linkNamed(network, link.master);
  if (bridge?.kind !== "bridge") return undefined;
  const subnet = addressesOf(link).find((own) => contains(own, nextHop));
  return {
    reason: "no-neighbour",
    text: `${link.name} is a port of ${bridge.name}, which takes what comes in there: who answers on it is never heard`,
    fix: fixes(network, `ip route replace ${subnet === undefined ? nextHop : networkOf(subnet)} dev ${bridge.name}`),
  };
}

/** What is nobody's on the segment that it was sent to. */
export function nobodyStop(
  networks: Networks,
  { network, link }: Interface,
  { nextHop, routed }: { nextHop: string; routed: Routed },
): Stop {
  const subnetOn = (it: Link): string | undefined => addressesOf(it).find((own) => contains(own, nextHop));
  const elsewhere = network.links
    .filter((it) => it.name !== link.name && it.master === undefined && it.up && subnetOn(it) !== undefined)
    .find((it) => holderOf(segmentFrom(networks, { network, link: it }).reached, nextHop));
  const own = subnetOn(link);
  if (elsewhere) {
    const subnet = networkOf(subnetOn(elsewhere) as string);
    const away = own === undefined ? [] : [`ip addr del ${own} dev ${link.name}`];
    return {
      reason: "wrong-interface",
      text: `${subnet} is on ${link.name} and on ${elsewhere.name}: the route takes ${link.name}, and ${nextHop} is behind ${elsewhere.name}`,
      fix: fixes(network, `ip route add ${nextHop} dev ${elsewhere.name}`, ...away),
    };
  }
  const length = own?.split("/")[1] ?? (nextHop.includes(":") ? "128" : "32");
  const { reached } = segmentFrom(networks, { network, link });
  const free = reached.filter(({ at }) => !addressesOf(at.link).some((it) => familyOf(it) === familyOf(nextHop)));
  const { at } = free.find((it) => it.at.link.kind === "bridge") ?? free[0] ?? {};
  const isGateway = routed.gateway !== undefined;
  return {
    reason: isGateway ? "gateway-unreachable" : "no-neighbour",
    text: `nobody behind ${link.name} has ${isGateway ? "the gateway's" : "the"} address ${nextHop}`,
    fix: at === undefined ? [] : fixes(at.network, `ip addr add ${nextHop}/${length} dev ${at.link.name}`),
  };
}
