import { PROTOCOL } from "../../../provider/iproute2/routes";
import { placeText } from "../../../provider/namespaces";
import { type Finding, finding } from "../../finding";
import { type Interface, overlap, subnetsOf, type Topology } from "../../topology";

/** A subnet of the program that overlaps a route which stands already: one of them takes the other's packets. */
export function routeOverlap(topology: Topology): Finding[] {
  return topology.interfaces.flatMap((it) => subnetsOf(it).flatMap(({ network }) => told(topology, it, network)));
}

function told({ standing, interfaces }: Topology, it: Interface, network: string): Finding[] {
  const { resource, place, name } = it;
  // What the program declares under another name now is on its way out.
  const foreign = interfaces.filter((other) => other.place === place && !other.resource).map((other) => other.name);
  const found = standing?.places
    .get(place)
    ?.routes.find(
      ({ type, destination, device, table, protocol }) =>
        type === "unicast" &&
        table === "main" &&
        protocol !== PROTOCOL &&
        destination !== "default" &&
        device !== undefined &&
        foreign.includes(device) &&
        overlap(destination, network),
    );
  if (!resource || !found) return [];
  const isLinuxnets = standing?.places
    .get(place)
    ?.links.some((link) => link.name === found.device && link.owner !== undefined);
  const via = found.gateway === undefined ? "" : ` via ${found.gateway}`;
  return [
    finding(
      resource,
      `subnet ${network} of ${name} overlaps a route that stands ${placeText(place)}: ${found.destination}${via} dev ${found.device}`,
      `Packets for addresses that are in both leave by one of the two interfaces, and what is behind the other is cut off. Choose another subnet${isLinuxnets ? ", unless this update removes that route: it belongs to what linuxnet made" : ""}.`,
    ),
  ];
}
