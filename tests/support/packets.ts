import { familyOf, withoutLength } from "../../provider/inputs/addresses";
import type { Link } from "../../provider/iproute2/links";
import { type Network } from "../../provider/packets/network";
import type { Packet } from "../../provider/packets/packet";
import { parseRuleset } from "../../provider/packets/ruleset";

/** A network in which nothing stands but what is told. */
export function networkWith(told: Partial<Network> = {}): Network {
  // As the kernel makes one for each address.
  const locals = (told.links ?? []).flatMap(({ addresses }) =>
    addresses.map((own) => {
      const family = familyOf(own);
      const destination = `${withoutLength(own)}/${family === 4 ? 32 : 128}`;
      return routeWith({ destination, type: "local", table: "local", device: "lo", family });
    }),
  );
  return {
    place: "ns0",
    ...{ links: [], rules: [], rulesets: { 4: [], 6: [] }, baseChains: [], sysctls: {}, listeners: [] },
    ...{ neighbours: [], vlans: new Map(), namespaceIds: new Map() },
    ...told,
    routes: [...locals, ...(told.routes ?? [])],
  };
}

/** One with rules of iptables, in iptables-save's words. */
export function networkOfRules(table: string, lines: string, told: Partial<Network> = {}): Network {
  const chains = [":PREROUTING ACCEPT", ":INPUT ACCEPT", ":FORWARD ACCEPT", ":OUTPUT ACCEPT", ":POSTROUTING ACCEPT"];
  const text = [`*${table}`, ...chains, lines, "COMMIT"].join("\n");
  return networkWith({ rulesets: { 4: [{ tool: "iptables", tables: parseRuleset(text) }], 6: [] }, ...told });
}

export function linkWith(told: Partial<Link> & Pick<Link, "name">): Link {
  return {
    ...{ index: 2, kind: undefined, alias: undefined, mac: "02:00:00:00:00:01", mtu: 1500, up: true },
    ...{ master: undefined, peerIndex: undefined, peerName: undefined, peerNamespace: undefined },
    ...{ addresses: [], dynamicAddresses: [], stp: false, vlanFiltering: false, vlanDefaultPvid: 1 },
    ...{ vlanId: undefined, hairpin: false, isolated: false, port: {}, beyond: [] },
    ...told,
  };
}

/** The first packet of a connection of TCP to 10.0.0.2:80. */
export function packetWith(told: Partial<Packet> = {}): Packet {
  return {
    ...{ family: 4, protocol: "tcp", source: "10.0.0.3", destination: "10.0.0.2" },
    ...{ sourcePort: 40000, destinationPort: 80, mark: 0, isReply: false },
    ...told,
  };
}

type Route = Network["routes"][number];

export function routeWith(told: Partial<Route> & Pick<Route, "destination">): Route {
  return {
    ...{ type: "unicast", gateway: undefined, device: undefined, source: undefined, metric: 0, protocol: "static" },
    ...{ onlink: false, beyond: [], table: "main", family: 4, hops: [] },
    ...told,
  };
}

type PolicyRule = Network["rules"][number];

/** A rule of policy routing for all packets, but for what is told. */
export function policyRuleWith(told: Partial<PolicyRule> & Pick<PolicyRule, "priority">): PolicyRule {
  const all = {
    type: "lookup",
    table: "main",
    family: 4,
    from: undefined,
    to: undefined,
    inInterface: undefined,
  } as const;
  const none = {
    outInterface: undefined,
    fwmark: undefined,
    suppressPrefixLength: undefined,
    protocol: "static",
    beyond: [],
  };
  const more = { isNot: false, goto: undefined, protocols: undefined, unknown: [] };
  return { ...all, ...none, ...more, sourcePorts: undefined, destinationPorts: undefined, ...told };
}
