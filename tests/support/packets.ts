import type { Link } from "../../provider/iproute2/links";
import { type Network } from "../../provider/packets/network";
import type { Packet } from "../../provider/packets/packet";
import { parseRuleset } from "../../provider/packets/ruleset";

/** A network in which nothing stands but what is told. */
export function networkWith(told: Partial<Network> = {}): Network {
  return {
    place: "ns0",
    ...{ links: [], routes: [], rules: [], rulesets: { 4: [], 6: [] }, baseChains: [], sysctls: {}, listeners: [] },
    ...{ neighbours: [], namespaceIds: new Map() },
    ...told,
  };
}

/** One with rules of iptables, in iptables-save's words. */
export function networkOfRules(table: string, lines: string, told: Partial<Network> = {}): Network {
  const chains = [":PREROUTING ACCEPT", ":INPUT ACCEPT", ":FORWARD ACCEPT", ":OUTPUT ACCEPT", ":POSTROUTING ACCEPT"];
  const text = [`*${table}`, ...chains, lines, "COMMIT"].join("\n");
  return networkWith({ rulesets: { 4: [parseRuleset(text)], 6: [] }, ...told });
}

export function linkWith(told: Partial<Link> & Pick<Link, "name">): Link {
  return {
    ...{ index: 2, kind: undefined, alias: undefined, mac: "02:00:00:00:00:01", mtu: 1500, up: true },
    ...{ master: undefined, peerIndex: undefined, peerName: undefined, peerNamespace: undefined },
    ...{ addresses: [], dynamicAddresses: [], stp: false, vlanFiltering: false, vlanDefaultPvid: 1 },
    ...{ hairpin: false, isolated: false, port: {}, beyond: [] },
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
