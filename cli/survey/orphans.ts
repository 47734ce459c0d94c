import { policyRuleWords } from "../../provider/iproute2/policy-rules";
import { isFallback, type Link } from "../../provider/iproute2/links";
import { PROTOCOL } from "../../provider/iproute2/routes";
import type { NetnsFiles } from "../../provider/netns-files/lines";
import { ownersIn } from "../../provider/netns-files/names";
import { linesOf } from "../../provider/netns-files/names-drift";
import { placeText } from "../../provider/namespaces";
import type { ListedService } from "../../provider/host/services";
import { isLinuxnets } from "../../provider/resources/qdisc";
import { type Owner, ownerOf } from "../../provider/owner";
import type { Network, PlacedRoute, PlacedRule, Standing } from "./kernel";
import { begun, type Findings, type LinkEnd, type Orphan, placed, type Unclaimed } from "./model";
import { chainsIn, rulesIn, switchesIn } from "./rules";
import type { Ownership } from "./stack";

/** What stands of a stack that its state does not hold. */
export function orphansIn({ networks, files, netnsFiles, services }: Standing, ownership: Ownership): Findings {
  const loose = networks.flatMap((network) => [
    ...looseQdiscs(network, ownership),
    ...looseRules(network, ownership),
    ...looseRoutes(network, ownership),
  ]);
  const halves = files.filter((name) => !ownership.holdsNamespace(name)).map(halfOf);
  const isBegun = ({ name }: { name: string }): boolean => ownership.hasBegunNamespace(name);
  return {
    orphans: [
      ...services.flatMap((it) => serviceOf(it, ownership)),
      ...networks.flatMap((network) => rulesIn(network, ownership)),
      ...namesIn(netnsFiles, ownership),
      ...networks.flatMap(switchesIn),
      ...loose.filter(({ whose }) => whose === "ours").map(({ orphan }) => orphan),
      ...linksIn(networks, ownership),
      ...networks.flatMap((network) => namespaceOf(network, services, ownership)),
      ...halves.filter(isBegun),
    ],
    unclaimed: [
      ...loose.filter(({ whose }) => whose === "unknown").map(({ orphan }) => orphan),
      ...halves.filter((half) => !isBegun(half)),
    ],
  };
}

/** What has linuxnet's mark, which does not tell whose it is. */
interface Loose {
  orphan: Extract<Orphan, { kind: Unclaimed["kind"] }>;
  whose: "ours" | "another stack's" | "unknown";
}

/**
 * The routes of linuxnet that the state does not hold. One is taken for the stack's that has begun it, else for whose the link
 * is by which it leads, else for whose the namespace is in which it stands.
 */
function looseRoutes(network: Network, ownership: Ownership): Loose[] {
  const { namespace, routes } = network;
  return routes
    .filter((route) => route.protocol === PROTOCOL && !ownership.holdsRoute(namespace, route))
    .map((route) => ({
      orphan: { kind: "route", ...placed(namespace), route, what: `${routeText(route)} ${placeText(namespace)}` },
      whose: whoseIs(network, ownership, ownership.hasBegunRoute(namespace, route), route.device),
    }));
}

/** The rules of policy routing, likewise, by the interfaces that they name. */
function looseRules(network: Network, ownership: Ownership): Loose[] {
  const { namespace, rules } = network;
  return rules
    .filter((rule) => rule.protocol === PROTOCOL && !ownership.holdsRule(namespace, rule))
    .map((rule) => ({
      orphan: { kind: "rule", ...placed(namespace), rule, what: `${ruleText(rule)} ${placeText(namespace)}` },
      whose: whoseIs(
        network,
        ownership,
        ownership.hasBegunRule(namespace, rule),
        rule.inInterface ?? rule.outInterface,
      ),
    }));
}

/** What shapes an interface, likewise. */
function looseQdiscs(network: Network, ownership: Ownership): Loose[] {
  const { namespace, qdiscs } = network;
  return qdiscs
    .filter((qdisc) => isLinuxnets(qdisc) && !ownership.holdsQdisc(namespace, qdisc))
    .map((qdisc) => ({
      orphan: {
        ...{ kind: "qdisc", ...placed(namespace), device: qdisc.device },
        what: `qdisc ${qdisc.kind} of ${qdisc.device} ${placeText(namespace)}`,
      },
      whose: whoseIs(network, ownership, ownership.hasBegunQdisc(namespace, qdisc), qdisc.device),
    }));
}

function whoseIs({ links }: Network, ownership: Ownership, hasBegun: boolean, device?: string): Loose["whose"] {
  const ownerOfNamed = (name: string | undefined): Owner | undefined => {
    const link = links.find((it) => it.name === name);
    return link && ownership.ownerOfLink(link);
  };
  const owner = ownerOfNamed(device) ?? ownerOfNamed("lo");
  if (hasBegun || ownership.isMarked(owner)) return "ours";
  return owner === undefined ? "unknown" : "another stack's";
}

/** What linuxnet makes; a mark on anything else is not its own. */
const KINDS: readonly (string | undefined)[] = ["bridge", "veth", "vxlan"];

function linksIn(networks: readonly Network[], ownership: Ownership): Orphan[] {
  const owners = new Map<Owner, { kind: string | undefined; end: LinkEnd }[]>();
  for (const { namespace, links } of networks) {
    for (const link of links.filter(({ kind }) => KINDS.includes(kind))) {
      const owner = ownership.ownerOfLink(link);
      if (!ownership.isOrphaned(owner)) continue;
      const one = { kind: link.kind, end: { ...placed(namespace), name: link.name } };
      owners.set(owner, [...(owners.get(owner) ?? []), one]);
    }
  }
  return [...owners].map(([owner, found]) => {
    const ends = found.map(({ end }) => end);
    const what = `${found[0]?.kind} ${ends.map(({ name, namespace }) => `${name} ${placeText(namespace)}`).join(", ")}`;
    return { kind: "link", owner, ends, what, ...begun(owner, ownership) };
  });
}

function namesIn(files: NetnsFiles, ownership: Ownership): Orphan[] {
  return ownersIn(files)
    .filter((owner) => ownership.isOrphaned(owner))
    .map((owner) => {
      const lines = linesOf(owner, files);
      return { kind: "names", owner, lines, what: `names ${lines.join(", ")}`, ...begun(owner, ownership) };
    });
}

function serviceOf({ owner, name, namespace }: ListedService, ownership: Ownership): Orphan[] {
  if (!ownership.isOrphaned(owner)) return [];
  // One that is half made may have no name yet.
  return [
    { kind: "service", owner, what: `service ${name || owner} ${placeText(namespace)}`, ...begun(owner, ownership) },
  ];
}

function namespaceOf(network: Network, services: readonly ListedService[], ownership: Ownership): Orphan[] {
  const { namespace: name, links } = network;
  const owner = ownerOf(links.find((link) => link.name === "lo")?.alias);
  if (name === undefined || !ownership.isOrphaned(owner)) return [];
  const served = services.filter((it) => it.namespace === name && !ownership.isOrphaned(it.owner));
  const holds = [...othersIn(network, ownership), ...served.map((it) => `service ${it.name}`)];
  return [{ kind: "namespace", owner, name, holds, what: `namespace ${name}`, ...begun(owner, ownership) }];
}

/** What somebody else, or the state, has in a namespace: links, chains and routes. */
function othersIn(network: Network, ownership: Ownership): string[] {
  const links = network.links.filter(
    (link) => link.name !== "lo" && !isFallback(link.name) && !ownership.isOrphaned(ownership.ownerOfLink(link)),
  );
  const owners = [...chainsIn(network)].filter(([owner]) => !ownership.isOrphaned(owner));
  const routes = network.routes.filter((route) => ownership.holdsRoute(network.namespace, route));
  const rules = network.rules.filter((rule) => ownership.holdsRule(network.namespace, rule));
  return [
    ...links.map((link) => `${link.name} (${whose(link)})`),
    ...owners.flatMap(([, { chains }]) => chains),
    ...routes.map(routeText),
    ...rules.map(ruleText),
  ];
}

function whose({ alias }: Link): string {
  return ownerOf(alias) === undefined ? "linuxnet did not make it" : `of ${alias}`;
}

function halfOf(name: string): Extract<Orphan, { kind: "file" }> {
  return { kind: "file", name, what: `file /run/netns/${name}, which is no namespace` };
}

function routeText({ family, type, destination, gateway, device, metric, table }: PlacedRoute): string {
  const words = [
    ...(type === "unicast" ? [] : [type]),
    destination === "default" && family === 6 ? "::/0" : destination,
    ...(gateway === undefined ? [] : ["via", gateway]),
    ...(device === undefined ? [] : ["dev", device]),
    ...(metric === 0 ? [] : ["metric", metric]),
    ...(table === "main" ? [] : ["table", table]),
  ];
  return `route ${words.join(" ")}`;
}

function ruleText(rule: PlacedRule): string {
  return `${rule.family === 6 ? "IPv6 rule" : "rule"} ${policyRuleWords(rule).slice(1).join(" ")}`;
}
