import { contains, familyOf, isDefault } from "../../provider/inputs/addresses";
import { hasUnknown, isUnknown } from "../../provider/inputs/check";
import { PROTOCOL } from "../../provider/iproute2/routes";
import { remembered } from "../../provider/remembered";
import { type Declared, ofKindAt } from "../program";
import { type Interface, type Place, reaches, type Topology } from "../topology";

/** A route of a place, declared or standing, as far as it tells where a packet goes. */
export interface Way {
  route: Declared<"route"> | undefined;
  destination: string;
  gateway: string | undefined;
  device: string | undefined;
  metric: number;
}

/** The unicast routes of a place's main table. What linuxnet has made in a namespace of the program stands by the program alone. */
export const waysOf = remembered((topology: Topology, place: Place): readonly Way[] => {
  const declared = ofKindAt(topology.program, "route", place)
    .filter(({ inputs }) => !hasUnknown(inputs.namespace) && !hasUnknown(inputs.destination))
    .filter(({ inputs }) => inputs.type === "unicast" && inputs.table === "main")
    .map((route): Way => ({ route, ...route.inputs, gateway: route.inputs.gateway, device: route.inputs.device }));
  const isMade = topology.makes(place);
  const standing = (topology.standing?.places.get(place)?.routes ?? [])
    .filter(({ type, table, protocol }) => type === "unicast" && table === "main" && !(isMade && protocol === PROTOCOL))
    .map((route): Way => ({ ...route, route: undefined }));
  return [...declared, ...standing];
});

/** Those that lead to an address, the one first that the kernel takes: the longest prefix, then the lowest metric. */
export const routesOf = remembered((topology: Topology, place: Place, address: string): readonly Way[] =>
  waysOf(topology, place)
    .filter((way) => leads(way, address))
    .sort((a, b) => prefixLength(b.destination) - prefixLength(a.destination) || a.metric - b.metric),
);

/** Whether a place may know where an address is: in one of its subnets, by a route, or by one that is not known yet. */
export function mayKnowWayTo(topology: Topology, place: Place, address: string): boolean {
  return (
    topology.at(place).some((it) => reaches(it, address)) ||
    routesOf(topology, place, address).length > 0 ||
    hasUnknownRoute(topology, place)
  );
}

/**
 * Whether the program may give a place a route that is not among its ways: one of which it is not known yet where it leads,
 * or one of another table, to which rules of policy routing lead.
 */
export function hasUnknownRoute({ program }: Topology, place: Place): boolean {
  const isRuled = ofKindAt(program, "rule", place).length > 0;
  return ofKindAt(program, "route", place).some(
    ({ inputs: { namespace, destination, type, table } }) =>
      [namespace, destination, type, table].some(isUnknown) || (isRuled && table !== "main" && type === "unicast"),
  );
}

/** The interface by which a route leaves its place, as far as it is known. */
export function outOf(topology: Topology, place: Place, { device, gateway }: Way): Interface | undefined {
  const here = topology.at(place);
  if (device !== undefined) return here.find(({ name }) => name === device);
  return here.find((it) => gateway !== undefined && !isUnknown(gateway) && reaches(it, gateway));
}

/** A default route without a gateway may be of either family. */
function leads({ destination, gateway }: Way, address: string): boolean {
  if (destination !== "default") return contains(destination, address);
  return gateway === undefined || isUnknown(gateway) || familyOf(gateway) === familyOf(address);
}

function prefixLength(destination: string): number {
  return isDefault(destination) ? 0 : Number(destination.split("/")[1]);
}
