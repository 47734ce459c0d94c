import { type Family, contains, familyOf, isDefault, networkOf, withoutLength } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { remembered } from "../../provider/remembered";
import { ofKindAt } from "../program";
import type { Segments } from "../segments";
import { carries, type Place, type Topology, who } from "../topology";
import { forwards, isRouter } from "./forwarding";
import { type Hop, hopsOf } from "./hops";
import { hides } from "./source-nat";
import { type Station, stationsOf } from "./stations";
import { outOf, routesOf } from "./routes";

/** Addresses of nobody, out there: of RFC 5737 and RFC 3849. */
const ELSEWHERE: Record<Family, string> = { 4: "203.0.113.1", 6: "2001:db8::1" };

/** A private source that leaves the program by default, for where nobody knows it. */
export function privateSource(topology: Topology, segments: Segments): Finding[] {
  return hopsOf(topology, segments)
    .filter(({ route, source }) => isDefault(route.inputs.destination) && isPrivate(withoutLength(source)))
    .filter(({ route, source }) => !isRouter(topology, route.inputs.namespace, familyOf(source)))
    .flatMap((hop) => stationsOf(topology, segments, hop).flatMap((station) => told(topology, segments, hop, station)));
}

function told(topology: Topology, segments: Segments, { route, source }: Hop, { entry, before }: Station): Finding[] {
  const [family, address, place] = [familyOf(source), withoutLength(source), entry.place];
  const through = [...before.map((it) => it.entry.place), place];
  if (!through.every((it) => forwards(topology, it, family) === true)) return [];
  if (through.some((it) => isPublished(topology, it, networkOf(source)))) return [];
  const [best] = routesOf(topology, place, ELSEWHERE[family]);
  const out = best && outOf(topology, place, best);
  // What goes on to a router of the program is that one's to tell.
  if (
    !out ||
    segments.get(out)?.interfaces.some((it) => it.resource && best.gateway !== undefined && carries(it, best.gateway))
  )
    return [];
  const masquerades = ofKindAt(topology.program, "masquerade", place).filter(
    ({ inputs }) => !isUnknown(inputs.namespace),
  );
  if (masquerades.some(({ inputs }) => isUnknown(inputs.source)) || hides(topology, place, address, out.name))
    return [];
  const other = masquerades.find(({ inputs }) => contains(inputs.source, address));
  const why = other
    ? `the masquerade is for ${String(other.inputs.outInterface)}`
    : `no masquerade there hides ${networkOf(source)}`;
  return [
    finding(
      route,
      `no way back: packets of ${who(route.inputs.namespace)} leave ${who(place)} by ${out.name} with the private source ${address}, and ${why}`,
      "Unless the network there has a route to that address, the answers are lost.",
      `Add a Masquerade with source ${networkOf(source)} and outInterface ${out.name} ${placeText(place)}.`,
    ),
  ];
}

/** Whether a router forwards ports into a network: the default routes there are for the answers then. */
const isPublished = remembered(({ program }: Topology, router: Place, network: string): boolean =>
  ofKindAt(program, "portForward", router).some(
    ({ inputs: { namespace, targetAddress } }) =>
      isUnknown(namespace) || isUnknown(targetAddress) || contains(network, targetAddress),
  ),
);

/** Of RFC 1918, RFC 6598 or RFC 4193. */
function isPrivate(address: string): boolean {
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"].some((network) =>
    contains(network, address),
  );
}
