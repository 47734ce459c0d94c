import { contains, familyOf, isDefault, networkOf, withoutLength } from "../../provider/inputs/addresses";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import type { Segments } from "../segments";
import { overlap, type Place, reaches, subnetsOf, type Topology, who } from "../topology";
import { forwards, isRouter } from "./forwarding";
import { type Hop, hopsOf } from "./hops";
import { hides } from "./source-nat";
import { type Station, stationsOf } from "./stations";
import { hasUnknownRoute, mayKnowWayTo, outOf, routesOf } from "./routes";

/** Who gets the packets of a hop and has no way back. */
interface Lost {
  place: Place;
  /** The router through which they come. */
  through: Place;
  address: string;
}

/** Packets that arrive, and whose answers find no way back: at a host behind a router, or at a router behind another. */
export function returnRoute(topology: Topology, segments: Segments): Finding[] {
  return hopsOf(topology, segments)
    .filter(({ route, source }) => !isRouter(topology, route.inputs.namespace, familyOf(source)))
    .flatMap((hop) => {
      const lost = lostOf(topology, segments, hop);
      return lost
        .filter(({ place }, index) => lost.findIndex((it) => it.place === place) === index)
        .map((it) => told(hop, it));
    });
}

function lostOf(topology: Topology, segments: Segments, hop: Hop): Lost[] {
  const dead = new Set<Station>();
  return stationsOf(topology, segments, hop).flatMap((station): Lost[] => {
    const { entry, before } = station;
    const through = before.at(-1)?.entry.place;
    if (before.some((it) => dead.has(it)) || !isPassed(topology, hop, station)) return [];
    if (before.length > 0 && !returns(topology, segments, station, withoutLength(hop.source))) {
      dead.add(station);
      return [{ place: entry.place, through, address: station.address }];
    }
    return hostsBeyond(topology, segments, hop, station);
  });
}

/** Whether all routers before a station let the packets through to it. */
function isPassed(topology: Topology, { source }: Hop, { entry, before }: Station): boolean {
  const places = [...before.map((it) => it.entry.place), entry.place];
  return places.slice(0, -1).every((place) => forwards(topology, place, familyOf(source)) === true);
}

/** Whether a router sends what is for an address back to where it comes from. */
function returns(topology: Topology, segments: Segments, { entry }: Station, address: string): boolean {
  const { place } = entry;
  if (!topology.isWholeAt(place) || hasUnknownRoute(topology, place)) return true;
  if (topology.at(place).some((it) => reaches(it, address))) return true;
  const [best] = routesOf(topology, place, address);
  const out = best && outOf(topology, place, best);
  // A default route to elsewhere is no way back.
  return (
    best !== undefined &&
    (out === undefined || !isDefault(best.destination) || segments.get(out) === segments.get(entry))
  );
}

/** The hosts in a router's other networks that have no way back. */
function hostsBeyond(topology: Topology, segments: Segments, hop: Hop, { entry }: Station): Lost[] {
  const { destination, namespace } = hop.route.inputs;
  const [family, address] = [familyOf(hop.source), withoutLength(hop.source)];
  if (forwards(topology, entry.place, family) !== true) return [];
  // A host that masquerades for its containers routes between them by the way: only a route that says so means it.
  if (isDefault(destination) && !isRouter(topology, entry.place, family)) return [];
  const beyond = topology
    .at(entry.place)
    .filter(
      (it) => it.up && segments.get(it) !== segments.get(entry) && !hides(topology, entry.place, address, it.name),
    )
    .flatMap((way) => subnetsOf(way).map(({ network }) => ({ way, network })))
    .filter(({ network }) => familyOf(network) === family && isMeant(destination, network));
  return beyond.flatMap(({ way, network }) =>
    (segments.get(way)?.interfaces ?? [])
      .filter((it) => it.resource && it.up && it.place !== entry.place && it.place !== namespace)
      .filter((it) => !isRouter(topology, it.place, family))
      .filter((it) => topology.isWholeAt(it.place) && !mayKnowWayTo(topology, it.place, address))
      .flatMap((it) => it.addresses.filter((own) => contains(network, own)).map((own) => ({ it, own })))
      .map(({ it, own }) => ({ place: it.place, through: entry.place, address: withoutLength(own) })),
  );
}

function isMeant(destination: string, network: string): boolean {
  return isDefault(destination) || overlap(destination, network);
}

function told({ route, source }: Hop, { place, through, address }: Lost): Finding {
  const network = networkOf(source);
  return finding(
    route,
    `missing return route: ${who(route.inputs.namespace)} reaches ${who(place)} (${address}) through ${who(through)}, but ${who(place)} has no route back to ${network}`,
    `Packets arrive and the answers are lost ("Network is unreachable" in ${who(place)}, or they leave by another way).`,
    `Add a Route ${placeText(place)} to ${network}, or to default, by way of ${who(through)}'s address there.`,
  );
}
