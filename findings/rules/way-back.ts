import { contains, familyOf, networkOf, withoutLength } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { placeText } from "../../provider/namespaces";
import { type Finding, finding } from "../finding";
import { type Declared, ofKind, withKnown } from "../program";
import { type Segment, segmentsOf } from "../segments";
import { type Interface, type Place, reaches, subnetsOf, type Topology } from "../topology";
import { forwards, isRouter } from "./forwarding";
import { mayKnowWayTo, routesOf } from "./routes";

/** A way by a route to its gateway: from an interface, which has an address there, to the router's. */
interface Hop {
  route: Declared<"route">;
  from: Interface;
  /** The source of the packets, with its prefix length. */
  source: string;
  router: Interface;
}

/** Routes by which packets go out and no answer comes back. */
export function wayBack(topology: Topology): Finding[] {
  const segments = segmentsOf(topology);
  return hopsOf(topology, segments).flatMap((hop) => {
    const family = familyOf(hop.source);
    const isForwarded = forwards(topology, hop.router.place, family);
    if (isForwarded === undefined) return [];
    if (!isForwarded) return [notForwarded(hop)];
    return [...withoutReturn(topology, segments, hop), ...privateSource(topology, hop)];
  });
}

function hopsOf(topology: Topology, segments: Map<Interface, Segment>): Hop[] {
  return withKnown(topology.program, "route", "namespace", "gateway", "device", "destination").flatMap((route) => {
    const { namespace: place, gateway, device, type } = route.inputs;
    if (gateway === undefined || type !== "unicast") return [];
    const from = topology
      .at(place)
      .find((it) => (device === undefined || it.name === device) && reaches(it, gateway) && it.isKnown);
    const source = from?.addresses.find((own) => contains(own, gateway));
    const router = topology
      .carriersOf(gateway)
      .find((it) => it.up && it.place !== place && from !== undefined && segments.get(from) === segments.get(it));
    return from && source !== undefined && router ? [{ route, from, source, router }] : [];
  });
}

function notForwarded({ route, source, router }: Hop): Finding {
  const [key, network] =
    familyOf(source) === 4
      ? ["net.ipv4.ip_forward", networkOf(source)]
      : ["net.ipv6.conf.all.forwarding", networkOf(source)];
  const gateway = who(router.place);
  return finding(
    route,
    `forwarding is off: ${gateway} is the gateway of ${who(route.inputs.namespace)}, and does not forward its packets`,
    `They arrive at ${router.name} (${withoutLength(router.addresses[0] ?? "")}) and end there: 100 % packet loss, though a route exists.`,
    router.place === undefined
      ? `A Masquerade with source ${network} switches ${key} on and lets them out.`
      : `Give ${gateway} sysctls: { "${key}": "1" }, or a Masquerade with source ${network} in it.`,
  );
}

/** Hosts beyond the router that have no way back to the source. */
function withoutReturn(topology: Topology, segments: Map<Interface, Segment>, hop: Hop): Finding[] {
  const { route, source, router } = hop;
  const { destination, namespace } = route.inputs;
  // A host that masquerades for its containers routes between them by the way: only a route that says so means it.
  if (destination === "default" && !isRouter(topology, router.place, familyOf(source))) return [];
  const address = withoutLength(source);
  const beyond = topology
    .at(router.place)
    .filter(
      (it) => it.up && segments.get(it) !== segments.get(hop.from) && !masquerades(topology, router.place, address, it),
    )
    .flatMap((way) => subnetsOf(way).map(({ network }) => ({ way, network })));
  const lost = beyond
    .filter(({ network }) => familyOf(network) === familyOf(source) && isMeant(destination, network))
    .flatMap(({ way, network }) => (segments.get(way)?.interfaces ?? []).map((it) => ({ it, network })))
    .filter(({ it }) => it.resource && it.place !== router.place && it.place !== namespace && it.up)
    .filter(({ it }) => topology.isWholeAt(it.place) && !mayKnowWayTo(topology, it.place, address))
    .flatMap(({ it, network }) => it.addresses.filter((own) => contains(network, own)).map((own) => ({ it, own })));
  const places = Map.groupBy(lost, ({ it }) => it.place);
  return [...places].map(([place, [first]]) =>
    finding(
      route,
      `missing return route: ${who(namespace)} reaches ${who(place)} (${withoutLength(first?.own ?? "")}) through ${who(router.place)}, but ${who(place)} has no route back to ${networkOf(source)}`,
      `Packets arrive and the answers are lost ("Network is unreachable" in ${who(place)}).`,
      `Add a Route ${placeText(place)} to ${networkOf(source)}, or to default, by way of ${who(router.place)}'s address there.`,
    ),
  );
}

function isMeant(destination: string, network: string): boolean {
  return destination === "default" || contains(destination, withoutLength(network));
}

/** A private source that leaves a router for where nobody knows it. */
function privateSource(topology: Topology, { route, source, router }: Hop): Finding[] {
  const { destination, namespace } = route.inputs;
  const address = withoutLength(source);
  const family = familyOf(source);
  if (destination !== "default" || !isPrivate(address) || isPublished(topology, router.place, source)) return [];
  const [out] = routesOf(topology, router.place, family === 4 ? "203.0.113.1" : "2001:db8::1");
  // Where the next router is the program's own, its routes tell.
  if (!out || (out.gateway !== undefined && topology.carriersOf(out.gateway).some(({ resource }) => resource)))
    return [];
  const device = out.device ?? topology.at(router.place).find((it) => reaches(it, out.gateway ?? ""))?.name;
  if (device === undefined) return [];
  const all = ofKind(topology.program, "masquerade").filter(({ inputs }) => inputs.namespace === router.place);
  if (all.some(({ inputs: { source: hidden } }) => isUnknown(hidden))) return [];
  if (masquerades(topology, router.place, address, { name: device })) return [];
  const other = all.find(({ inputs }) => contains(inputs.source, address));
  const why = other
    ? `the masquerade is for ${String(other.inputs.outInterface)}`
    : `no masquerade there hides ${networkOf(source)}`;
  return [
    finding(
      route,
      `no way back: packets of ${who(namespace)} leave ${who(router.place)} by ${device} with the private source ${address}, and ${why}`,
      "Whoever gets them has no route to that address, so the answers are lost: 100 % packet loss.",
      `Add a Masquerade with source ${networkOf(source)} and outInterface ${device} ${placeText(router.place)}.`,
    ),
  ];
}

/** Whether a place hides an address behind its own where it sends packets out of an interface. */
function masquerades({ program }: Topology, place: Place, address: string, out: { name: string }): boolean {
  return ofKind(program, "masquerade").some(({ inputs: { namespace, source, outInterface } }) => {
    if (isUnknown(namespace) || isUnknown(source)) return true;
    const leaves = outInterface === undefined || isUnknown(outInterface) || outInterface === out.name;
    return namespace === place && contains(source, address) && leaves;
  });
}

/** Whether a router forwards ports into a network: the default routes there are for the answers then. */
function isPublished({ program }: Topology, router: Place, network: string): boolean {
  return ofKind(program, "portForward").some(
    ({ inputs: { namespace, targetAddress } }) =>
      isUnknown(namespace) || isUnknown(targetAddress) || (namespace === router && contains(network, targetAddress)),
  );
}

/** Of RFC 1918 or RFC 4193. */
function isPrivate(address: string): boolean {
  return ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].some((network) => contains(network, address));
}

function who(place: Place): string {
  return place ?? "the host";
}
