import type { FirewallRuleInputs } from "../../provider/resources/firewall-rule";
import { policyRuleWords } from "../../provider/iproute2/policy-rules";
import { ruleWords } from "../../provider/resources/firewall-rule-words";
import type { SingleKind } from "../../provider/resources/objects";
import type { RuleInputs } from "../../provider/resources/rule";
import { recordedObjects } from "../recorded";

/** A resource as `pulumi stack export` tells it. */
export interface StackResource {
  type: string;
  outputs?: Record<string, unknown>;
}

/** The topology of a stack. */
export interface Graph {
  places: Place[];
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
}

/** A network stack: the name of a namespace, undefined for the host's own. */
export type Place = string | undefined;

export interface Interface {
  place: Place;
  name: string;
  kind: "bridge" | "veth";
  addresses: string[];
  /** The bridge, in the same place, whose port it is. */
  master?: string;
}

export interface Route {
  place: Place;
  destination: string;
  type: string;
  gateway?: string;
  device?: string;
}

export interface Masquerade {
  place: Place;
  source: string;
  inInterface?: string;
  outInterface?: string;
  toSource?: string;
}

export interface Forward {
  place: Place;
  hostAddress?: string;
  hostPort: number | string;
  protocol: string;
  targetAddress: string;
  targetPort: number;
}

export interface FirewallRule {
  place: Place;
  chain: string;
  /** In the words of iptables(8). */
  words: string;
}

export interface Parameter {
  place: Place;
  key: string;
  value: string;
}

export interface Service {
  place: Place;
  name: string;
  command: string[];
}

/** A rule of policy routing. */
export interface Rule {
  place: Place;
  /** In the words of ip-rule(8). */
  words: string;
}

export interface Qdisc {
  place: Place;
  device: string;
  rate?: string;
  delay?: string;
  loss?: string;
}

type End = Omit<Interface, "place" | "kind" | "addresses"> & { namespace?: string; addresses?: string[] };
type Placed<Kind> = Omit<Kind, "place"> & { namespace?: string };

/** The graph of a stack's resources; what is not linuxnet's is left out. */
export function graphOf(resources: readonly StackResource[]): Graph {
  const objects = resources.flatMap((it) => recordedObjects(it) ?? []);
  const all = <Outputs>(kind: SingleKind): Outputs[] =>
    objects.filter((it) => it.kind === kind).map(({ properties }) => properties as Outputs);
  const placed = <Kind extends { place: Place }>(kind: SingleKind): Kind[] =>
    all<Placed<Kind>>(kind).map(({ namespace, ...rest }) => ({ place: namespace, ...rest }) as unknown as Kind);

  const bridges = all<End>("bridge").map((end) => interfaceOf(end, "bridge"));
  const cables = all<End & { peer: End }>("vethPair").map(({ peer, ...end }): [Interface, Interface] => [
    interfaceOf(end, "veth"),
    interfaceOf(peer, "veth"),
  ]);
  const interfaces = [...bridges, ...cables.flat()].sort((a, b) => byName(a.name, b.name));
  const routes = placed<Route>("route");
  const masquerades = placed<Masquerade>("masquerade");
  const forwards = placed<Forward>("portForward");
  const firewallRules = all<FirewallRuleInputs>("firewallRule")
    .sort((a, b) => a.priority - b.priority)
    .map((it): FirewallRule => ({ place: it.namespace, chain: it.chain, words: ruleWords(it) }));
  const parameters = placed<Parameter>("sysctl");
  const services = placed<Service>("service");
  const rules = all<RuleInputs>("rule")
    .sort((a, b) => a.family - b.family || a.priority - b.priority)
    .map((it): Rule => ({ place: it.namespace, words: policyRuleWords(it).slice(1).join(" ") }));
  const qdiscs = placed<Qdisc>("qdisc");
  const named = all<{ name: string }>("namespace").map(({ name }) => name);
  const rulesOfAll = [masquerades, forwards, firewallRules, parameters, rules];
  const used = [interfaces, routes, ...rulesOfAll, services, qdiscs].flat().map(({ place }) => place);
  const namespaces = [...new Set([...named, ...used])].filter((place) => place !== undefined).sort(byName);
  const places = used.includes(undefined) ? [undefined, ...namespaces] : namespaces;
  return {
    ...{ places, interfaces, cables, routes, masquerades, forwards, firewallRules, parameters, services, rules },
    qdiscs,
  };
}

/** A state's order is that in which things came to be: a drawing's is not. */
function byName(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** The interface that has an address. */
export function carrierOf({ interfaces }: Graph, address: string): Interface | undefined {
  return interfaces.find(({ addresses }) => addresses.some((own) => own.split("/", 1)[0] === address));
}

function interfaceOf({ namespace, name, master, addresses = [] }: End, kind: Interface["kind"]): Interface {
  return { place: namespace, name, kind, addresses, ...(master === undefined ? {} : { master }) };
}
