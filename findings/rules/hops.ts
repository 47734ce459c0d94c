import { contains, familyOf, isDefault, isLinkLocal, withoutLength } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { type Declared, ofKind, withKnown } from "../program";
import type { Segment } from "../segments";
import { type Interface, overlap, type Place, reaches, type Topology } from "../topology";
import { standingNatHides } from "../host/nat";
import { outOf, type Way, waysOf } from "./routes";

export type Segments = Map<Interface, Segment>;

/** A way by a route to its gateway: from an interface to the router's. */
export interface Hop {
  route: Declared<"route">;
  from: Interface;
  /** The source of the packets, with its prefix length. */
  source: string;
  router: Interface;
}

/** The hops by which packets are to go further than to the router itself. */
export function hopsOf(topology: Topology, segments: Segments): Hop[] {
  return withKnown(topology.program, "route", "namespace", "gateway", "device", "destination").flatMap((route) => {
    const { namespace: place, destination, gateway, device, type, table } = route.inputs;
    if (gateway === undefined || type !== "unicast" || table !== "main") return [];
    const from = topology
      .at(place)
      .find((it) => it.up && it.isKnown && (device === undefined ? reaches(it, gateway) : it.name === device));
    const source = from && sourceOf(from, gateway);
    const router = from && carrierOn(segments, from, gateway, place);
    if (!from || source === undefined || !router || isOwn(topology, router.place, destination)) return [];
    return [{ route, from, source, router }];
  });
}

/** The address that packets to a gateway have as their source. */
function sourceOf({ addresses }: Interface, gateway: string): string | undefined {
  const family = addresses.filter((own) => familyOf(own) === familyOf(gateway) && !isLinkLocal(own));
  return family.find((own) => contains(own, gateway)) ?? family[0];
}

/** The interface on a segment that carries an address in another place. */
function carrierOn(segments: Segments, from: Interface, address: string, place: Place): Interface | undefined {
  return segments
    .get(from)
    ?.interfaces.find(
      (it) => it.up && it.place !== place && it.addresses.some((own) => withoutLength(own) === address),
    );
}

function isOwn(topology: Topology, place: Place, destination: string): boolean {
  const host = /^(.*)\/(32|128)$/.exec(destination)?.[1];
  return host !== undefined && topology.carriersOf(host).some((it) => it.place === place);
}

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
  const out = outOf(topology, entry.place, way);
  if (!out || way.gateway === undefined || isUnknown(way.gateway)) return undefined;
  return carrierOn(segments, out, way.gateway, entry.place);
}

function concerns({ destination }: Way, wanted: string): boolean {
  return isDefault(wanted) || isDefault(destination) || overlap(destination, wanted);
}

/** Whether a place hides an address behind its own where it sends packets out of an interface, as far as it may be so. */
export function hides(topology: Topology, place: Place, address: string, out: string): boolean {
  const declared = ofKind(topology.program, "masquerade").some(({ inputs: { namespace, source, outInterface } }) => {
    if (isUnknown(namespace) || isUnknown(source)) return true;
    const leaves = outInterface === undefined || isUnknown(outInterface) || outInterface === out;
    return namespace === place && contains(source, address) && leaves;
  });
  return declared || standingNatHides(topology, place, address, out);
}

/** How messages call a place. */
export function who(place: Place): string {
  return place ?? "the host";
}
