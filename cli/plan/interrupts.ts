import type { FirewallRuleInputs } from "../../provider/resources/firewall-rule";
import { ruleWords } from "../../provider/resources/firewall-rule-words";
import type { KernelObject, SingleKind } from "../../provider/resources/objects";
import type { ServiceState } from "../../provider/resources/service";
import { remotesOf } from "../../provider/resources/vxlan-ends";
import type { VxlanInputs } from "../../provider/resources/vxlan";
import { digestOf } from "../../provider/resources/service-program";
import type { Forward, Graph, Interface, Masquerade, Place, Route } from "../graph/model";

type Outputs = Record<string, unknown>;

/** Who loses what while objects are away, told from the stack's graph as it stands. */
export function interruptsOf(graph: Graph, standing: readonly KernelObject[]): string[] {
  const all = standing.flatMap(({ kind, properties }) => away(graph, kind, properties as unknown as Outputs));
  return [...new Set(all)];
}

function away(graph: Graph, kind: SingleKind | undefined, standing: Outputs): string[] {
  const place = standing.namespace as Place;
  const name = standing.name as string;
  switch (kind) {
    case "namespace":
      return [...cutOff(graph, (end) => end.place === name), ...livesIn(graph, name)];
    case "bridge":
      return bridgeAway(graph, place, name);
    case "vethPair":
      return cableAway(
        graph,
        graph.cables.find((ends) => ends.some((end) => isAt(end, place, name))),
      );
    case "vxlan":
      return tunnelAway(graph, place, name, standing as unknown as VxlanInputs);
    case "route":
      return [`${placeText(place)} loses its way to ${destinationText(standing as unknown as Route)}`];
    case "rule":
      return [`${placeText(place)} routes by the rules after ${String(standing.priority)}`];
    case "masquerade":
      return [`${(standing as unknown as Masquerade).source} gets no answer from behind ${placeText(place)}`];
    case "portForward":
      return [closed(standing as unknown as Forward)];
    case "firewallRule":
      return unaccepted(standing as unknown as FirewallRuleInputs);
    case "service":
      return [`service ${name} stops`];
    default:
      return [];
  }
}

/** Who loses what by changes in place of the objects of a resource. */
export function interruptsOfUpdate(
  graph: Graph,
  standing: readonly KernelObject[],
  next: readonly KernelObject[],
): string[] {
  // A resource of one object may get another owner; those of others are told apart by theirs.
  const isOne = standing.length === 1 && next.length === 1;
  const pairs = standing.map((it) => ({
    old: it,
    now: isOne ? next[0] : next.find(({ properties }) => properties.owner === it.properties.owner),
  }));
  const all = pairs.flatMap(({ old, now }) => {
    const [was, is] = [old.properties, now?.properties] as unknown as [Outputs, Outputs | undefined];
    return is === undefined ? away(graph, old.kind, was) : changed(graph, old.kind, was, is);
  });
  return [...new Set(all)];
}

function changed(graph: Graph, kind: SingleKind | undefined, standing: Outputs, next: Outputs): string[] {
  switch (kind) {
    case "bridge":
    case "vxlan":
      return [...endChanged(graph, standing, next), ...addressesGone(standing, next)];
    case "vethPair":
      return [
        [standing, next],
        [standing.peer as Outputs, next.peer as Outputs],
      ].flatMap(([old = {}, end = {}]) => [...endChanged(graph, old, end), ...addressesGone(old, end)]);
    case "portForward": {
      const [old, now] = [standing, next].map((it) => closed(it as unknown as Forward));
      return old === now || old === undefined ? [] : [old];
    }
    case "service": {
      const runs = (it: Outputs): string => digestOf(it as unknown as ServiceState);
      return runs(standing) === runs(next) ? [] : [`service ${standing.name as string} stops, and starts anew`];
    }
    default:
      return [];
  }
}

/** An end that goes down, or to another bridge. */
function endChanged(graph: Graph, old: Outputs, next: Outputs): string[] {
  const isCut = (old.up === true && next.up === false) || (old.master !== undefined && old.master !== next.master);
  if (!isCut) return [];
  const [place, name] = [old.namespace as Place, old.name as string];
  const cable = graph.cables.find((ends) => ends.some((end) => isAt(end, place, name)));
  return cable === undefined ? bridgeAway(graph, place, name) : cableAway(graph, cable);
}

function addressesGone(old: Outputs, next: Outputs): string[] {
  const left = (next.addresses ?? []) as string[];
  const gone = ((old.addresses ?? []) as string[]).filter((address) => !left.includes(address));
  return gone.map((address) => `connections to and from ${address.split("/", 1)[0]} end`);
}

/** Each end that is no bridge's port loses what lies beyond the other. */
function cableAway(graph: Graph, cable: [Interface, Interface] | undefined): string[] {
  if (cable === undefined) return [];
  const [first, second] = cable.map((end) => bridgeOf(graph, end) ?? end) as [Interface, Interface];
  const ends = first.kind === "veth" ? [first, second] : [second, first];
  const [near, far] = ends as [Interface, Interface];
  const beyond = far.kind === "bridge" ? neighbours(graph, far).filter((it) => it !== near) : [];
  return [`${text(near)} loses its link to ${[far, ...beyond].map(text).join(", ")}`];
}

function bridgeAway(graph: Graph, place: Place, name: string): string[] {
  const bridge = graph.interfaces.find((it) => it.kind === "bridge" && isAt(it, place, name));
  if (bridge === undefined) return [];
  const all = [bridge, ...neighbours(graph, bridge)];
  return neighbours(graph, bridge).map((near) => {
    const others = all.filter((it) => it !== near);
    return `${text(near)} loses its link to ${others.map(text).join(", ")}`;
  });
}

/** What lies beyond a tunnel, and the hosts of which this stack knows no more. */
function tunnelAway(graph: Graph, place: Place, name: string, tunnel: VxlanInputs): string[] {
  const known = cutOff(graph, (end) => isAt(end, place, name));
  const remotes = remotesOf(tunnel);
  const end = graph.interfaces.find((it) => isAt(it, place, name));
  if (known.length > 0 || remotes.length === 0 || end === undefined) return known;
  return [`${text(bridgeOf(graph, end) ?? end)} loses its link to what is behind ${remotes.join(", ")}`];
}

/** The cables of which an end goes. */
function cutOff(graph: Graph, isGone: (end: Interface) => boolean): string[] {
  return graph.cables.filter((ends) => ends.some(isGone)).flatMap((cable) => cableAway(graph, cable));
}

function livesIn(graph: Graph, name: string): string[] {
  const routes = graph.routes.filter(({ place }) => place === name);
  return routes.map((route) => `${name} loses its way to ${destinationText(route)}`);
}

/** What is at the other ends of a bridge's ports. */
function neighbours(graph: Graph, bridge: Interface): Interface[] {
  return graph.cables.flatMap(([a, b]) => {
    const [onA, onB] = [a, b].map((end) => bridgeOf(graph, end) === bridge);
    if (onA === onB) return [];
    const other = onA ? b : a;
    return [bridgeOf(graph, other) ?? other];
  });
}

function bridgeOf({ interfaces }: Graph, { master, place }: Interface): Interface | undefined {
  return interfaces.find((it) => master !== undefined && it.kind === "bridge" && isAt(it, place, master));
}

function isAt(it: Interface, place: Place, name: string): boolean {
  return it.place === place && it.name === name;
}

function text({ name, addresses, place }: Interface): string {
  return [name, ...addresses, place === undefined ? "on the host" : `in ${place}`].join(" ");
}

function placeText(place: Place): string {
  return place ?? "the host";
}

function destinationText({ destination }: Route): string {
  return destination === "default" ? "all other networks" : destination;
}

function unaccepted(rule: FirewallRuleInputs): string[] {
  if (rule.target !== "ACCEPT") return [];
  return [`what \`-A ${rule.chain} ${ruleWords(rule)}\` accepts on ${placeText(rule.namespace)} may be dropped`];
}

function closed({ hostAddress, hostPort, protocol, place }: Forward): string {
  return `port ${hostPort}/${protocol} of ${hostAddress ?? placeText(place)} is closed`;
}
