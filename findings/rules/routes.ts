import { contains, familyOf } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { type Declared, ofKind, withKnown } from "../program";
import { type Place, reaches, type Topology } from "../topology";

/** A route of a place, declared or standing, as far as it tells where a packet goes. */
export interface Way {
  route: Declared<"route"> | undefined;
  gateway: string | undefined;
  device: string | undefined;
}

/** The routes of a place that lead to an address, but for those to its own subnets. */
export function routesOf(topology: Topology, place: Place, address: string): Way[] {
  const declared = withKnown(topology.program, "route", "namespace", "destination")
    .filter(({ inputs }) => inputs.namespace === place && inputs.type === "unicast")
    .filter(({ inputs }) => leads(inputs.destination, address, isUnknown(inputs.gateway) ? undefined : inputs.gateway))
    .map((route): Way => ({ route, gateway: route.inputs.gateway, device: route.inputs.device }));
  const standing = (topology.standing?.places.get(place)?.routes ?? [])
    .filter(({ type, destination, gateway }) => type === "unicast" && leads(destination, address, gateway))
    .map(({ gateway, device }): Way => ({ route: undefined, gateway, device }));
  return [...declared, ...standing];
}

/** Whether a place may know where an address is: in one of its subnets, by a route, or by one that is not known yet. */
export function mayKnowWayTo(topology: Topology, place: Place, address: string): boolean {
  return (
    topology.at(place).some((it) => reaches(it, address)) ||
    routesOf(topology, place, address).length > 0 ||
    hasUnknownRoute(topology, place)
  );
}

/** Whether the program may give a place a route of which it is not known yet where it leads. */
export function hasUnknownRoute({ program }: Topology, place: Place): boolean {
  return ofKind(program, "route").some(
    ({ inputs: { namespace, destination, type } }) =>
      (namespace === place || isUnknown(namespace)) && [namespace, destination, type].some(isUnknown),
  );
}

/** A default route without a gateway may be of either family. */
function leads(destination: string, address: string, gateway: string | undefined): boolean {
  if (destination !== "default") return contains(destination, address);
  return gateway === undefined || familyOf(gateway) === familyOf(address);
}
