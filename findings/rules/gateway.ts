import { contains, familyOf, isDefault, isLinkLocal, withoutLength } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { type Declared, withKnown } from "../program";
import type { Segments } from "../segments";
import { hasUnknownRoute, waysOf } from "./routes";
import { carries, type Interface, placed, reaches, subnetsOf, type Topology } from "../topology";

/** A route whose gateway the kernel refuses, because no interface of the namespace leads there, or that nobody has. */
export function gateway(topology: Topology, segments: Segments): Finding[] {
  return withKnown(topology.program, "route", "namespace", "gateway", "device", "onlink").flatMap((route) => {
    const { namespace: place, gateway, device, onlink } = route.inputs;
    if (gateway === undefined || onlink || !topology.isWholeAt(place) || hasUnknownRoute(topology, place)) return [];
    const here = topology.at(place).filter(({ name }) => device === undefined || name === device);
    // That a device is missing is a finding of its own.
    if (device !== undefined && here.length === 0) return [];
    const own = topology.at(place).find(({ addresses }) => addresses.some((it) => withoutLength(it) === gateway));
    if (own) return [ownAddress(route, gateway, own)];
    const linkLocal = isLinkLocal(gateway);
    const ways = here.filter((it) => it.up && (linkLocal || reaches(it, gateway)));
    if (ways.length === 0) return deviceRoute(topology, route, gateway) ? [] : [unreachable(topology, route, gateway)];
    const near = ways.map((way) => segments.get(way));
    const isThere = near.some((it) => it?.interfaces.some((other) => other.up && carries(other, gateway)));
    if (linkLocal || isThere || !near.every((it) => it?.isOpen === false)) return [];
    return [nobody(route, gateway, ways)];
  });
}

/** Whether another route of the place says that the gateway is behind an interface, as for `10.9.0.1 dev eth0`. */
function deviceRoute(
  topology: Topology,
  { inputs: { namespace, device } }: Declared<"route">,
  gateway: string,
): boolean {
  return waysOf(topology, namespace).some(
    (way) =>
      way.gateway === undefined &&
      (device === undefined || way.device === device) &&
      !isDefault(way.destination) &&
      contains(way.destination, gateway),
  );
}

function unreachable(topology: Topology, route: Declared<"route">, gateway: string): Finding {
  const { namespace: place, device } = route.inputs;
  const family = familyOf(gateway);
  const here = topology.at(place).filter(({ name }) => device === undefined || name === device);
  const subnets = here
    .flatMap((it) => subnetsOf(it).map(({ network }) => network))
    .filter((it) => familyOf(it) === family);
  const inside =
    subnets.length > 0
      ? `inside ${[...new Set(subnets)].join(" or ")}`
      : `that an interface ${placeText(place)} reaches`;
  const told = here.map(
    ({ name, addresses, up }) => `${name}${up ? "" : ", which is down,"} has ${addresses.join(", ") || "no address"}`,
  );
  return finding(
    route,
    `gateway: expected an address ${inside}, got ${gateway}, which no interface ${placeText(place)} can reach`,
    `${told.length > 0 ? `There, ${told.join("; ")}. ` : ""}The kernel refuses such a route ("Nexthop has invalid gateway").`,
    "Give an interface an address in the gateway's subnet, correct the gateway, or set onlink: true with a device.",
  );
}

function ownAddress(route: Declared<"route">, gateway: string, own: Interface): Finding {
  return finding(
    route,
    `gateway: expected the address of another router, got ${gateway}, which ${placed(own)} has itself`,
    'The kernel refuses such a route ("Nexthop has invalid gateway"). The gateway is the next router: often the bridge at the other end of the cable.',
  );
}

function nobody(route: Declared<"route">, gateway: string, ways: readonly Interface[]): Finding {
  return finding(
    route,
    `gateway: expected an address that somebody has, got ${gateway}, which nothing on the segment of ${ways.map(placed).join(" and ")} carries`,
    "Packets wait for an answer to ARP (or neighbour discovery) that never comes: Destination Host Unreachable. Correct the gateway, or give the router that address.",
  );
}
