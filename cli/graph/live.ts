import { baseChainText } from "../../provider/host/foreign-nft";
import { type Family, FAMILIES, isLinkLocal } from "../../provider/inputs/addresses";
import { isFallback, type Link } from "../../provider/iproute2/links";
import { policyRuleWords } from "../../provider/iproute2/policy-rules";
import { addressesOf, type Network, type Networks } from "../../provider/packets/network";
import { unreadChains } from "../../provider/packets/nft";
import type { Ruleset } from "../../provider/packets/ruleset";
import {
  byName,
  type FirewallRule,
  type Graph,
  type Interface,
  type Parameter,
  type Place,
  type Route,
  type Rule,
  withPlaces,
} from "./model";

/** The graph of what stands on a machine, whoever made it, but for what every network stack has from its beginning. */
export function graphOfNetworks(networks: Networks): Graph {
  const { all } = networks;
  const ends = new Map<Link, Interface>();
  for (const network of all) {
    for (const link of network.links.filter(isOfNote)) ends.set(link, interfaceOf(networks, network, link));
  }
  return withPlaces({
    namespaces: all.flatMap(({ place }) => (place === undefined ? [] : [{ place }])),
    interfaces: [...ends.values()].sort(byName),
    cables: cablesOf(networks, ends),
    routes: all.flatMap(routesOf),
    rules: all.flatMap(rulesOf),
    firewallRules: all.flatMap(firewallRulesOf),
    parameters: all.flatMap(parametersOf),
    ...{ masquerades: [], forwards: [], services: [], qdiscs: [] },
  });
}

/** Whether a link is drawn: the kernel brings lo and some tunnels with every network. */
export function isOfNote(link: Link): boolean {
  const isUsed = ownAddresses(link).length > 0;
  return link.name === "lo" ? isUsed : isUsed || link.up || !isFallback(link.name);
}

/** Without those that the kernel gives every interface, or every lo. */
function ownAddresses(link: Link): string[] {
  return addressesOf(link).filter((it) => !isLinkLocal(it) && it !== "127.0.0.1/8" && it !== "::1/128");
}

function interfaceOf(networks: Networks, network: Network, link: Link): Interface {
  const { name, kind = name === "lo" ? "loopback" : "physical", master, up, peerName } = link;
  const below = kind !== "veth" && peerName !== undefined ? ` on ${peerName}` : "";
  const about = [
    ...(kind === "bridge" || kind === "veth" ? [] : [kind + below]),
    ...(kind === "veth" && !networks.peerOf({ network, link }) ? ["its other end is in a network without a name"] : []),
    ...(up ? [] : ["down"]),
  ];
  return {
    ...{ place: network.place, name, kind, addresses: ownAddresses(link), about },
    ...(master === undefined ? {} : { master }),
  };
}

function cablesOf(networks: Networks, ends: ReadonlyMap<Link, Interface>): [Interface, Interface][] {
  const done = new Set<Link>();
  return networks.all.flatMap((network) =>
    network.links.flatMap((link): [Interface, Interface][] => {
      const peer = link.kind === "veth" && !done.has(link) ? networks.peerOf({ network, link }) : undefined;
      const [one, other] = [ends.get(link), peer && ends.get(peer.link)];
      if (!one || !other) return [];
      done.add((peer as { link: Link }).link);
      return [[one, other]];
    }),
  );
}

/** The number in the `protocol` of a route that comes with an address, see rt_protos. */
const OF_KERNEL = "2";

function routesOf({ place, routes }: Network): Route[] {
  const isOfNote = ({ table, protocol }: (typeof routes)[number]): boolean =>
    table !== "local" && protocol !== OF_KERNEL;
  return routes.filter(isOfNote).map(({ destination, type, gateway, device, metric, table, beyond, family }) => ({
    ...{ place, destination: destination === "default" && family === 6 ? "default (IPv6)" : destination, type },
    ...(gateway === undefined ? {} : { gateway }),
    ...(device === undefined ? {} : { device }),
    about: [
      ...(table === "main" ? [] : [`table ${table}`]),
      ...(metric === 0 ? [] : [`metric ${metric}`]),
      ...beyond.filter(isOfChoice),
    ],
  }));
}

/** Whether a word of a route tells more than that its scope is global, or the link. */
function isOfChoice(word: string): boolean {
  return !/^scope (0|253)$/.test(word);
}

/** Those that every network has, see ip-rule(8). */
const OF_ALL = ["0 from all lookup local", "32766 from all lookup main", "32767 from all lookup default"];

function rulesOf({ place, rules }: Network): Rule[] {
  return rules
    .map((rule) => ({ place, words: [...policyRuleWords(rule).slice(1), ...rule.beyond].join(" ") }))
    .filter(({ words }) => !OF_ALL.includes(words));
}

function firewallRulesOf(network: Network): FirewallRule[] {
  const { place, rulesets } = network;
  const rules = FAMILIES.flatMap((family) =>
    rulesets[family].flatMap(({ tables }) => rulesOfSet(place, family, tables)),
  );
  const hidden = unreadChains(network).map((it) => {
    return { place, chain: `${baseChainText(it)}:`, words: "iptables does not show it", table: "nftables" };
  });
  return [...rules, ...hidden];
}

function rulesOfSet(place: Place, family: Family, ruleset: Ruleset): FirewallRule[] {
  return [...ruleset].flatMap(([name, chains]) => {
    const table = family === 4 ? name : `IPv6 ${name}`;
    return [...chains].flatMap(([chain, { policy, rules }]) => [
      ...(policy === "-" || policy === "ACCEPT" ? [] : [{ place, chain, words: `policy ${policy}`, table }]),
      ...rules.map(({ text }) => ({ place, chain, words: text.slice(chain.length + 1), table })),
    ]);
  });
}

const SWITCHES = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"];

function parametersOf({ place, sysctls }: Network): Parameter[] {
  return SWITCHES.filter((key) => sysctls[key] === "1").map((key) => ({ place, key, value: "1" }));
}
