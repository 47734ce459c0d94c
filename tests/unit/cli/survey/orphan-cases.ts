import type { StackExport } from "../../../../cli/stack-export";
import type { Network } from "../../../../cli/survey/kernel";
import { SECRET } from "../../../../cli/plan/preview";
import type { NetnsFiles } from "../../../../provider/netns-files/lines";
import { macOf } from "../../../../provider/owner";
import { exported, link, network, ownerOf, qdisc, route, rule, stateWith } from "../../../support/survey";

export const a = ownerOf("a");
export const theirs = ownerOf("a", "other");
export const bridge = exported("bridge", "a", { name: "br0" });
export const toNet = exported("route", "r", { destination: "10.9.0.0/16", gateway: "10.0.0.2" });
const pair = exported("vethPair", "a", { name: "veth0", peer: { name: "eth0", namespace: "ns0" } });
const hidden = (key: string): StackExport =>
  stateWith([{ ...toNet, inputs: {}, outputs: { ...toNet.outputs, [key]: SECRET } }]);

/** What stands, and what of it is in no state. */
export const CASES: {
  name: string;
  networks: Network[];
  files?: string[];
  netnsFiles?: NetnsFiles;
  state?: StackExport;
  orphans?: string[];
  unclaimed?: string[];
}[] = [
  { name: "nothing where nothing stands", networks: [network(undefined, {})] },
  {
    name: "what bears its mark, of each kind, rules first and namespaces last",
    networks: [
      network(undefined, {
        links: [link("br0", "bridge", a), link("veth0", "veth", ownerOf("b")), link("vx0", "vxlan", ownerOf("e"))],
        routes: [route("10.9.0.0/16", { gateway: "10.0.0.2", device: "br0" })],
        chains: [`LN-BR-${a}`, `LN-FWD-${ownerOf("c")}`],
        v6: [`LN-BR-${a}`],
      }),
      network("ns0", { owner: ownerOf("d"), links: [link("eth0", "veth", ownerOf("b"))] }),
    ],
    orphans: [
      `rules LN-BR-${a} on the host`,
      `rules LN-FWD-${ownerOf("c")} on the host`,
      "route 10.9.0.0/16 via 10.0.0.2 dev br0 on the host",
      "bridge br0 on the host",
      "veth veth0 on the host, eth0 in namespace ns0",
      "vxlan vx0 on the host",
      "namespace ns0",
    ],
  },
  {
    name: "nothing of what its state holds, whatever became of it",
    networks: [
      network(undefined, {
        links: [link("renamed", "bridge", a)],
        routes: [route("10.9.0.0/16", { gateway: "10.0.0.2", device: "renamed" })],
        chains: [`LN-BR-${a}`],
      }),
      network("ns0", { owner: a }),
    ],
    state: stateWith([bridge, toNet]),
  },
  {
    name: "nothing of another stack's, or of what only looks like it",
    networks: [
      network(undefined, {
        links: [link("br0", "bridge", theirs), link("br1", "bridge", a.slice(0, 12)), link("enp1s0", undefined, a)],
        routes: [route("10.9.0.0/16", { device: "br0" }), route("10.8.0.0/16", { device: "br0", protocol: "3" })],
        chains: [`LN-FWD-${theirs}`, `LN-FWD-${a}0`, `XX-FWD-${a}`, `LN-FWD-${a.slice(1)}`],
      }),
      network("ns0", { owner: theirs, routes: [route("default", { gateway: "10.0.0.1" })] }),
    ],
  },
  {
    name: "a route by whose its link is, before whose its namespace is",
    networks: [
      network("ns0", {
        owner: ownerOf("d"),
        links: [link("eth0", "veth", theirs), link("eth1", "veth")],
        routes: [route("10.1.0.0/16", { device: "eth0" }), route("10.2.0.0/16", { device: "eth1" })],
      }),
      network("ns1", {
        owner: theirs,
        links: [link("eth0", "veth", ownerOf("b"))],
        routes: [route("10.1.0.0/16", { device: "eth0" }), route("10.2.0.0/16", { type: "blackhole" })],
      }),
    ],
    state: stateWith([
      exported("namespace", "d", { name: "ns0" }),
      exported("vethPair", "b", { name: "eth0", namespace: "ns1", peer: { name: "x" } }),
    ]),
    orphans: ["route 10.2.0.0/16 dev eth1 in namespace ns0", "route 10.1.0.0/16 dev eth0 in namespace ns1"],
  },
  {
    name: "a route that had begun, and no other of nobody's",
    networks: [
      network(undefined, { routes: [route("10.9.0.0/16"), route("10.9.0.0/16", { table: "7" }), route("fd09::/64")] }),
    ],
    state: stateWith([], [toNet]),
    orphans: ["route 10.9.0.0/16 on the host"],
    unclaimed: ["route 10.9.0.0/16 table 7 on the host", "route fd09::/64 metric 1024 on the host"],
  },
  ...["destination", "metric", "table"].map((key) => ({
    name: `no route that its state may hold, though its ${key} is a secret`,
    networks: [network(undefined, { routes: [route("10.9.0.0/16"), route("10.9.0.0/16", { table: "7", metric: 7 })] })],
    state: hidden(key),
    unclaimed: ["route 10.9.0.0/16 metric 7 table 7 on the host"],
  })),
  {
    name: "the default routes of both families apart",
    networks: [
      network(undefined, {
        routes: [route("default", { metric: 1024 }), route("default", { family: 6, metric: 1024 })],
      }),
    ],
    state: stateWith([exported("route", "r", { destination: "::/0", gateway: "fd00::1" })]),
    unclaimed: ["route default metric 1024 on the host"],
  },
  {
    name: "a rule that had begun, one by whose its interface or its namespace is, and none that it holds",
    networks: [
      network(undefined, {
        links: [link("br0", "bridge", a), link("br1", "bridge", theirs)],
        rules: [
          ...[rule(100), rule(101), rule(102, { protocol: "3" }), rule(100, { family: 6 })],
          ...[rule(103, { inInterface: "br0" }), rule(104, { inInterface: "br1" }), rule(105)],
        ],
      }),
      network("ns0", { owner: a, rules: [rule(100)] }),
    ],
    state: stateWith(
      [bridge, exported("rule", "r", { priority: 100 }), exported("namespace", "a", { name: "ns0" })],
      [exported("rule", "s", { priority: 101 })],
    ),
    orphans: [
      "rule 101 from all lookup 7 on the host",
      "rule 103 from all iif br0 lookup 7 on the host",
      "rule 100 from all lookup 7 in namespace ns0",
    ],
    unclaimed: ["IPv6 rule 100 from all lookup 7 on the host", "rule 105 from all lookup 7 on the host"],
  },
  {
    name: "what shapes an interface of its own or had begun, and none that it holds or that linuxnet did not make",
    networks: [
      network(undefined, {
        links: [link("br0", "bridge", a), link("eth0", undefined), link("eth1", undefined)],
        qdiscs: [
          ...[qdisc("br0"), qdisc("eth0"), qdisc("eth1", { kind: "netem" })],
          ...[qdisc("eth2"), qdisc("eth3"), qdisc("br0", { handle: 1 })],
        ],
      }),
    ],
    state: stateWith(
      [bridge, exported("qdisc", "q", { device: "eth3", rate: "1mbit" })],
      [exported("qdisc", "s", { device: "eth1", delay: "1ms" })],
    ),
    orphans: ["qdisc tbf of br0 on the host", "qdisc netem of eth1 on the host"],
    unclaimed: ["qdisc tbf of eth0 on the host", "qdisc tbf of eth2 on the host"],
  },
  {
    name: "a pair that had no mark yet, by the MACs of what had begun",
    networks: [
      network(undefined, { links: [link("veth0", "veth", undefined, { mac: macOf(a, "first") })] }),
      network("ns0", { links: [link("eth0", "veth", undefined, { mac: macOf(a, "peer") })] }),
    ],
    state: stateWith([], [pair]),
    orphans: ["veth veth0 on the host, eth0 in namespace ns0"],
  },
  {
    name: "no link of another mark, whatever its MAC",
    networks: [network(undefined, { links: [link("veth0", "veth", theirs, { mac: macOf(a, "first") })] })],
    state: stateWith([], [pair]),
  },
  {
    name: "a parameter that nothing needs any more",
    networks: [
      network(undefined, { switches: [{ key: "net.ipv6.conf.all.forwarding", was: "0" }] }),
      network("ns0", { switches: [{ key: "net.ipv4.ip_forward", was: "0" }] }),
    ],
    orphans: [
      "parameter net.ipv6.conf.all.forwarding on the host, which was 0",
      "parameter net.ipv4.ip_forward in namespace ns0, which was 0",
    ],
  },
  {
    name: "a half-made namespace that had begun, and no other file",
    networks: [network(undefined, {})],
    files: ["half", "theirs", "held"],
    state: stateWith([exported("namespace", "h", { name: "held" })], [exported("namespace", "n", { name: "half" })]),
    orphans: ["file /run/netns/half, which is no namespace"],
    unclaimed: ["file /run/netns/theirs, which is no namespace"],
  },
  {
    name: "a line in the files of namespaces, and none of another mark",
    networks: [network(undefined, {})],
    netnsFiles: new Map([
      ["c1/hosts", [`10.0.0.2 c1 # linuxnet:${a} br0`, `10.0.0.9 x # linuxnet:${theirs}`, "10.0.0.8 y", ""].join("\n")],
    ]),
    orphans: ["names 10.0.0.2 c1 in /etc/netns/c1/hosts"],
  },
];
