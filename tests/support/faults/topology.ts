import type { Owner } from "../../../provider/owner";
import type { Place } from "../command";
import { owner } from "../owner";
import type { Inputs, Kind } from "../plan";
import { Subject } from "./subject";

const NS = "ns0";
const PEER = { namespace: NS, name: "eth0" };

/** A small network of all six kinds, in the order in which they need each other, and what each changes to in place. */
const tableOf = (namespace: Place): [Kind, first: Inputs, change: Inputs][] => [
  [
    "namespace",
    { name: NS, sysctls: { "net.ipv4.ip_local_port_range": "2000 3000", "net.ipv4.conf.lo.rp_filter": "1" } },
    { sysctls: { "net.ipv4.ip_local_port_range": "4000 5000", "net.ipv4.conf.lo.rp_filter": "2" } },
  ],
  [
    "bridge",
    { namespace, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"] },
    { addresses: ["10.0.0.1/24", "10.0.1.1/24"], stp: true, mtu: 1400 },
  ],
  [
    "vethPair",
    { namespace, name: "veth0", master: "br0", peer: { ...PEER, addresses: ["10.0.0.2/24", "fd00::2/64"] } },
    { isolated: true, peer: { ...PEER, addresses: ["10.0.0.2/24", "10.0.1.2/24"], mtu: 1400 } },
  ],
  ["route", { namespace: NS, destination: "default", gateway: "10.0.0.1" }, { metric: 5 }],
  [
    "masquerade",
    { namespace, source: "10.0.0.0/16", outInterface: "out0", inInterface: "br0" },
    { toSource: "10.7.0.1" },
  ],
  [
    "portForward",
    { namespace, hostPort: 8080, targetAddress: "10.0.0.2", targetPort: 80 },
    { hostAddress: "10.7.0.1", hostPort: "8080-8090" },
  ],
];

/** The network in a namespace that has the cable out0, out1. */
export function topologyIn(namespace: Place): readonly Subject[] {
  return tableOf(namespace).map(([kind, first, change], index) => {
    const given = { owner: ownerOf(index), ...first };
    return new Subject(kind, given, { ...given, ...change });
  });
}

/** Whoever owns a part of it, wherever that is. */
export function ownerOf(index: number): Owner {
  return owner(`part ${index} of a topology`);
}
