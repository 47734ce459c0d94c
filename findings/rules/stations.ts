import { isDefault, withoutLength } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { type Interface, overlap, type Place, type Topology } from "../topology";
import { carrierOn, type Hop } from "./hops";
import type { Segments } from "../segments";
import { outOf, type Way, waysOf } from "./routes";
import { hides } from "./source-nat";

/** A router on the way of a hop's packets, and the interface by which they come in. */
export interface Station {
  entry: Interface;
  /** Its address to which they are sent. */
  address: string;
  /** The nearer routers that they have come through. */
  before: Station[];
}

/** The routers of the program that packets come to, the nearest first, as long as they keep their source. */
export function stationsOf(topology: Topology, segments: Segments, { route, router, source }: Hop): Station[] {
  const stations: Station[] = [{ entry: router, address: String(route.inputs.gateway), before: [] }];
  const seen = new Set<Place>([route.inputs.namespace, router.place]);
  for (const station of stations) {
    for (const way of waysOf(topology, station.entry.place)) {
      const next = nextStation(topology, segments, station, way);
      if (!next || seen.has(next.place) || !concerns(way, route.inputs.destination)) continue;
      const out = outOf(topology, station.entry.place, way);
      if (!out || hides(topology, station.entry.place, withoutLength(source), out.name)) continue;
      seen.add(next.place);
      stations.push({ entry: next, address: String(way.gateway), before: [...station.before, station] });
    }
  }
  return stations;
}

function nextStation(topology: Topology, segments: Segments, { entry }: Station, way: Way): Interface | undefined {
  if (way.gateway === undefined || isUnknown(way.gateway)) return undefined;
  const out = outOf(topology, entry.place, way);
  return out && carrierOn(segments, out, way.gateway, entry.place);
}

function concerns({ destination }: Way, wanted: string): boolean {
  return isDefault(wanted) || isDefault(destination) || overlap(destination, wanted);
}
