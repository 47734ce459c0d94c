import { contains, familyOf, isLinkLocal } from "../../provider/inputs/addresses";
import { remembered } from "../../provider/remembered";
import { type Declared, withKnown } from "../program";
import type { Segments } from "../segments";
import { carries, type Interface, type Place, reaches, type Topology } from "../topology";

/** A way by a route to its gateway: from an interface to the router's. */
export interface Hop {
  route: Declared<"route">;
  from: Interface;
  /** The source of the packets, with its prefix length. */
  source: string;
  router: Interface;
}

/** The hops by which packets are to go further than to the router itself. */
export const hopsOf = remembered((topology: Topology, segments: Segments): readonly Hop[] =>
  withKnown(topology.program, "route", "namespace", "gateway", "device", "destination").flatMap((route) => {
    const { namespace: place, destination, gateway, device, type, table } = route.inputs;
    if (gateway === undefined || type !== "unicast" || table !== "main") return [];
    const from = topology
      .at(place)
      .find((it) => it.up && it.isKnown && (device === undefined ? reaches(it, gateway) : it.name === device));
    const source = from && sourceOf(from, gateway);
    const router = from && carrierOn(segments, from, gateway, place);
    if (!from || source === undefined || !router || isOwn(topology, router.place, destination)) return [];
    return [{ route, from, source, router }];
  }),
);

/** The address that packets to a gateway have as their source. */
function sourceOf({ addresses }: Interface, gateway: string): string | undefined {
  const family = addresses.filter((own) => familyOf(own) === familyOf(gateway) && !isLinkLocal(own));
  return family.find((own) => contains(own, gateway)) ?? family[0];
}

/** The interface on a segment that carries an address in another place. */
export function carrierOn(segments: Segments, from: Interface, address: string, place: Place): Interface | undefined {
  return segments.get(from)?.interfaces.find((it) => it.up && it.place !== place && carries(it, address));
}

function isOwn(topology: Topology, place: Place, destination: string): boolean {
  const host = /^(.*)\/(32|128)$/.exec(destination)?.[1];
  return host !== undefined && topology.carriersOf(host).some((it) => it.place === place);
}
