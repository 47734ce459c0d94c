import type { FirewallRuleInputs } from "../../provider/resources/firewall-rule";
import { policyRuleWords } from "../../provider/iproute2/policy-rules";
import { ruleWords } from "../../provider/resources/firewall-rule-words";
import type { KernelObject, SingleKind } from "../../provider/resources/objects";
import { remotesOf, tunnelsBetween } from "../../provider/resources/vxlan-ends";
import type { VxlanInputs } from "../../provider/resources/vxlan";
import type { RuleInputs } from "../../provider/resources/rule";
import { recordedObjects } from "../recorded";

/** A resource as `pulumi stack export` tells it. */
export interface StackResource {
  type: string;
  outputs?: Record<string, unknown>;
}

/** A topology: a stack's, or one that stands. */
export interface Graph {
  places: Place[];
  /** Those of the places that are the stack's own. */
  namespaces: Namespace[];
  interfaces: Interface[];
  /** Pairs of interfaces: what goes into one comes out of the other. */
  cables: [Interface, Interface][];
  routes: Route[];
  masquerades: Masquerade[];
  forwards: Forward[];
  firewallRules: FirewallRule[];
  parameters: Parameter[];
  services: Service[];
  rules: Rule[];
  qdiscs: Qdisc[];
  /** Where the packet ends whose way is shown, if it does not arrive. */
  stop?: Stop;
}

/** A network stack: the name of a namespace, undefined for the host's own. */
export type Place = string | undefined;

/** What an update does to something that is drawn. */
export type Change = "add" | "change" | "remove";

export interface Drawn {
  place: Place;
  change?: Change;
}

export interface Namespace extends Drawn {
  place: string;
}

export interface Interface extends Drawn {
  name: string;
  /** The kind in `ip link add … type KIND`; `physical` for what has none. */
  kind: string;
  addresses: string[];
  /** The bridge, in the same place, whose port it is. */
  master?: string;
  /** What else is to be known of it. */
  about?: string[];
  /** Whether the way that is shown leads through it. */
  isOnWay?: boolean;
}

export interface Route extends Drawn {
  destination: string;
  type: string;
  gateway?: string;
  device?: string;
  metric?: number;
  table?: string;
  /** What else is to be known of it. */
  about?: string[];
}

export interface Masquerade extends Drawn {
  source: string;
  inInterface?: string;
  outInterface?: string;
  toSource?: string;
}

export interface Forward extends Drawn {
  hostAddress?: string;
  hostPort: number | string;
  protocol: string;
  targetAddress: string;
  targetPort: number;
}

export interface FirewallRule extends Drawn {
  chain: string;
  /** In the words of iptables(8). */
  words: string;
  /** What holds it, where that is not linuxnet's own: `nat`. */
  table?: string;
}

export interface Parameter extends Drawn {
  key: string;
  value: string;
}

export interface Service extends Drawn {
  name: string;
  command: string[];
}

/** A rule of policy routing. */
export interface Rule extends Drawn {
  /** In the words of ip-rule(8). */
  words: string;
}

export interface Qdisc extends Drawn {
  device: string;
  rate?: string;
  delay?: string;
  loss?: string;
}

/** Where a packet ends. */
export interface Stop {
  place: Place;
  /** The interface that it came to last, in that place. */
  device?: string;
  /** Why it ends. */
  lines: string[];
}

/** An object of the kernel, and what becomes of it. */
export type DrawnObject = KernelObject & { change?: Change };

type Changed = Pick<Drawn, "change">;
type End = Omit<Interface, "place" | "kind" | "addresses"> & { namespace?: string; addresses?: string[] };
type Placed<Kind> = Omit<Kind, "place"> & { namespace?: string };

/** The graph of a stack's resources; what is not linuxnet's is left out. */
export function graphOf(resources: readonly StackResource[]): Graph {
  return graphOfObjects(resources.flatMap((it) => recordedObjects(it) ?? []));
}

export function graphOfObjects(objects: readonly DrawnObject[]): Graph {
  const all = <Outputs>(kind: SingleKind): (Outputs & Changed)[] =>
    objects
      .filter((it) => it.kind === kind)
      .map(({ properties, change }) => ({ ...(properties as Outputs), ...changed({ change }) }));
  const placed = <Kind extends Drawn>(kind: SingleKind): Kind[] =>
    all<Placed<Kind>>(kind).map(({ namespace, ...rest }) => ({ place: namespace, ...rest }) as unknown as Kind);

  const bridges = all<End>("bridge").map((end) => interfaceOf(end, "bridge"));
  const cables = all<End & { peer: End }>("vethPair").map(({ peer, ...end }): [Interface, Interface] => [
    interfaceOf(end, "veth"),
    interfaceOf({ ...peer, ...changed(end) }, "veth"),
  ]);
  const tunnels = all<End & VxlanInputs>("vxlan").map((tunnel) => ({ end: vxlanOf(tunnel), tunnel }));
  const namespaces = all<{ name?: string }>("namespace").map((it): Namespace => ({
    place: it.name ?? "?",
    ...changed(it),
  }));
  return withPlaces({
    namespaces,
    cables: [...cables, ...tunnelsBetween(tunnels)],
    interfaces: [...bridges, ...cables.flat(), ...tunnels.map(({ end }) => end)].sort(byName),
    routes: placed<Route>("route"),
    masquerades: placed<Masquerade>("masquerade"),
    forwards: placed<Forward>("portForward"),
    firewallRules: all<FirewallRuleInputs>("firewallRule")
      .sort((a, b) => a.priority - b.priority)
      .map((it): FirewallRule => ({ place: it.namespace, chain: it.chain, words: ruleWords(it), ...changed(it) })),
    parameters: placed<Parameter>("sysctl"),
    services: placed<Service>("service"),
    rules: all<RuleInputs>("rule")
      .sort((a, b) => a.family - b.family || a.priority - b.priority)
      .map((it): Rule => ({ place: it.namespace, words: policyRuleWords(it).slice(1).join(" "), ...changed(it) })),
    qdiscs: placed<Qdisc>("qdisc"),
  });
}

/** A graph with its places: the namespaces, and wherever something is. The host's own comes first. */
export function withPlaces(graph: Omit<Graph, "places">): Graph {
  const { cables: _ends, stop: _stop, ...items } = graph;
  const used = [...new Set(Object.values(items).flatMap((all: readonly Drawn[]) => all.map(({ place }) => place)))];
  const names = used.filter((place) => place !== undefined).sort(inOrder);
  return { places: used.includes(undefined) ? [undefined, ...names] : names, ...graph };
}

/** By their names: a state's order is that in which things came to be, a drawing's is not. */
export function byName(a: { name: string }, b: { name: string }): number {
  return inOrder(a.name, b.name);
}

/** `ns2` comes before `ns10`. */
export function inOrder(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

function changed({ change }: { change?: Change | undefined }): Changed {
  return change === undefined ? {} : { change };
}

/** The interface that has an address. */
export function carrierOf({ interfaces }: Graph, address: string): Interface | undefined {
  return interfaces.find(({ addresses }) => addresses.some((own) => own.split("/", 1)[0] === address));
}

/** What a secret hides, or only an update will know, may be anything. */
function interfaceOf({ namespace, name = "?", master, addresses = [], change }: End, kind: string): Interface {
  const more = { ...(master === undefined ? {} : { master }), ...changed({ change }) };
  return { place: namespace, name, kind, addresses: [addresses].flat(), ...more };
}

function vxlanOf(tunnel: End & VxlanInputs): Interface {
  const remotes = remotesOf(tunnel);
  const to = remotes.length === 0 ? "" : ` to ${remotes.join(", ")}`;
  return { ...interfaceOf(tunnel, "vxlan"), about: [`vxlan ${tunnel.vni}${to}`] };
}
