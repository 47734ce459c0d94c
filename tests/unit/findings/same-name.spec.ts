import { FORWARDS, host, testFindings } from "../../support/findings";
import { bridge, cable, namespace, oneContainer, route, UNKNOWN } from "./network";

testFindings("a name used twice", [
  {
    name: "of interfaces in a namespace",
    program: [...oneContainer, cable("veth1", { master: "br0" }, "ns0", {})],
    want: [["veth1", "interface eth0 in namespace ns0 is declared twice in this program: by veth0 and by veth1"]],
  },
  {
    name: "of a bridge and an end on the host",
    program: [namespace("ns0"), cable("br0", {}, "ns0", {}), bridge("br0")].map(([kind, inputs], index) => [
      kind,
      inputs,
      `it${index}`,
    ]),
    want: [["it2", "interface br0 on the host is declared twice in this program: by it1 and by it2"]],
  },
  {
    name: "of namespaces",
    program: [
      ["namespace", { name: "ns0" }, "one"],
      ["namespace", { name: "ns0" }, "two"],
    ],
    want: [["two", "namespace ns0 is declared twice in this program: by one and by two"]],
  },
  {
    name: "of routes, whatever their gateways",
    program: [
      ...oneContainer,
      route("one", { namespace: "ns0", destination: "10.9.0.0/16", gateway: "10.0.0.1" }),
      route("two", { namespace: "ns0", destination: "10.9.0.0/16", device: "eth0" }),
    ],
    standing: host(FORWARDS),
    want: [
      ["two", "route to 10.9.0.0/16 (metric 0) in namespace ns0 is declared twice in this program: by one and by two"],
    ],
  },
  {
    name: "of IPv6's default route in two spellings",
    program: [
      bridge("br0", { addresses: ["fd00::1/64"] }),
      route("one", { gateway: "fd00::9", device: "br0", onlink: true }),
      route("two", { destination: "::/0", gateway: "fd00::9", device: "br0", onlink: true }),
    ],
    want: [
      ["two", "IPv6 route to default (metric 1024) on the host is declared twice in this program: by one and by two"],
    ],
  },
  {
    name: "not of routes that differ in metric, table or family",
    program: [
      bridge("br0", { addresses: ["10.0.0.1/24", "fd00::1/64"] }),
      ...[
        { metric: 5, gateway: "10.0.0.9" },
        { metric: 6, gateway: "10.0.0.9" },
        { table: 100, metric: 5, gateway: "10.0.0.9" },
        { metric: 5, gateway: "fd00::9" },
      ].map((given, index) => route(`r${index}`, { destination: "default", device: "br0", onlink: true, ...given })),
    ],
    want: [],
  },
  {
    name: "of parameters, in any of their spellings",
    program: [
      namespace("ns0", { sysctls: { "net.ipv4.tcp_sack": "1" } }),
      ["sysctl", { namespace: "ns0", key: "net/ipv4/tcp_sack", value: "1" }, "one"],
      ["sysctl", { key: "net.ipv4.tcp_sack", value: "1" }, "two"],
      ["sysctl", { key: "net.ipv4.tcp_sack", value: "0" }, "three"],
      ["sysctl", { key: UNKNOWN, value: "0" }, "four"],
    ],
    standing: host({}, { fresh: { "net.ipv4.tcp_sack": "1" } }),
    want: [
      ["one", "parameter net.ipv4.tcp_sack in namespace ns0 is declared twice in this program: by ns0 and by one"],
      ["three", "parameter net.ipv4.tcp_sack on the host is declared twice in this program: by two and by three"],
    ],
  },
  {
    name: "of what shapes one interface",
    program: [
      bridge("br0"),
      bridge("br1"),
      ["qdisc", { device: "br0", rate: "1mbit" }, "one"],
      ["qdisc", { device: "br0", delay: "1ms" }, "two"],
      ["qdisc", { device: "br1", delay: "1ms" }, "three"],
    ],
    want: [["two", "qdisc of br0 on the host is declared twice in this program: by one and by two"]],
  },
  {
    name: "of rules, by their priorities",
    program: [
      ["rule", { priority: 100, from: "10.0.1.0/24" }, "one"],
      ["rule", { priority: 100, from: "10.0.2.0/24" }, "two"],
      ["rule", { priority: 100, family: 6 }, "three"],
      ["rule", { priority: 101 }, "four"],
      ["rule", { priority: UNKNOWN }, "five"],
    ],
    want: [["two", "rule of priority 100 on the host is declared twice in this program: by one and by two"]],
  },
  {
    name: "not in two namespaces",
    program: [...oneContainer, namespace("ns1"), cable("veth1", { master: "br0" }, "ns1", {})],
    want: [],
  },
  {
    name: "not while one is unknown",
    program: [bridge("br0"), bridge(UNKNOWN), bridge("br0", { namespace: UNKNOWN })].map(([kind, inputs], index) => [
      kind,
      inputs,
      `it${index}`,
    ]),
    want: [],
  },
]);
