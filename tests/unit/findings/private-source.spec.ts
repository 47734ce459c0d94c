import { FORWARDS, host, type Line, testFindings } from "../../support/findings";
import {
  bridge,
  cable,
  forward,
  fromNs0,
  masquerade,
  namespace,
  oneContainer,
  route,
  router,
  UNKNOWN,
} from "./network";

/** c 10.1.0.2 ── r ── br0 10.0.0.1 on the host, which masquerades for 10.0.0.0/24. */
const behindRouter = (...more: Line[]): Line[] => [
  bridge("br0", { addresses: ["10.0.0.1/24"] }),
  ...[router("r"), namespace("ns0")],
  cable("veth0", { master: "br0" }, "r", { addresses: ["10.0.0.2/24"] }),
  cable("c", { namespace: "r", addresses: ["10.1.0.1/24"] }, "ns0", { addresses: ["10.1.0.2/24"] }),
  route("up", { namespace: "r", gateway: "10.0.0.1" }),
  fromNs0({ gateway: "10.1.0.1" }),
  masquerade("m", { source: "10.0.0.0/24", outInterface: "enp0s1" }),
  ...more,
];

const leaves = (why: string): string =>
  `no way back: packets of ns0 leave the host by enp0s1 with the private source 10.0.0.2, and ${why}`;

testFindings("a private source that leaves", [
  {
    name: "without a masquerade",
    program: [...oneContainer, fromNs0()],
    standing: host(FORWARDS),
    want: [["it", leaves("no masquerade there hides 10.0.0.0/24")]],
  },
  {
    name: "where a parameter lets the host forward, and a rule lets it pass",
    program: [
      ...oneContainer,
      fromNs0(),
      ["sysctl", { key: "net.ipv4.conf.all.forwarding", value: "1" }],
      ["firewallRule", { inInterface: "br0", outInterface: "enp0s1", target: "ACCEPT" }],
    ],
    want: [["it", leaves("no masquerade there hides 10.0.0.0/24")]],
  },
  {
    name: "by another interface than the masquerade is for",
    program: [
      ...oneContainer,
      ["vethPair", { name: "up1", peer: { name: "up2" } }],
      fromNs0(),
      masquerade("m", { source: "10.0.0.0/24", outInterface: "up1" }),
    ],
    want: [["it", leaves("the masquerade is for up1")]],
  },
  {
    name: "behind a router, for which the host has no route either",
    program: behindRouter(),
    want: [
      [
        "it",
        "missing return route: ns0 reaches the host (10.0.0.1) through r, but the host has no route back to 10.1.0.0/24",
      ],
      [
        "it",
        "no way back: packets of ns0 leave the host by enp0s1 with the private source 10.1.0.2, and no masquerade there hides 10.1.0.0/24",
      ],
    ],
  },
  {
    name: "behind a router",
    program: behindRouter(route("down", { destination: "10.1.0.0/24", gateway: "10.0.0.2" })),
    want: [
      [
        "it",
        "no way back: packets of ns0 leave the host by enp0s1 with the private source 10.1.0.2, and no masquerade there hides 10.1.0.0/24",
      ],
    ],
  },
  {
    name: "not where the router hides it",
    program: behindRouter(masquerade("n", { namespace: "r", source: "10.1.0.0/24" })),
    want: [],
  },
  {
    name: "not where a rule that stands hides it",
    program: [...oneContainer, fromNs0()],
    standing: host({
      ...FORWARDS,
      sourceNat: [{ family: 4, chain: "POSTROUTING", rule: "-s 10.0.0.0/16 ! -o br0 -j MASQUERADE" }],
    }),
    want: [],
  },
  {
    name: "though a rule that stands hides others",
    program: [...oneContainer, fromNs0()],
    standing: host({
      ...FORWARDS,
      sourceNat: [{ family: 4, chain: "POSTROUTING", rule: "-s 172.17.0.0/16 -j MASQUERADE" }],
    }),
    want: [["it", leaves("no masquerade there hides 10.0.0.0/24")]],
  },
  {
    name: "not where the rules that stand could not be read",
    program: [...oneContainer, fromNs0()],
    standing: host({ ...FORWARDS, sourceNat: undefined }),
    want: [],
  },
  {
    name: "not with a masquerade for every interface",
    program: [...oneContainer, fromNs0(), masquerade("m", { source: "10.0.0.0/16" })],
    want: [],
  },
  {
    name: "not where a port is published: the route is for its answers",
    program: [...oneContainer, fromNs0(), forward("f", {})],
    want: [],
  },
  {
    name: "not of a public source",
    program: [
      bridge("br0", { addresses: ["203.0.113.1/24"] }),
      namespace("ns0"),
      cable("v", { master: "br0" }, "ns0", { addresses: ["203.0.113.2/24"] }),
      fromNs0({ gateway: "203.0.113.1" }),
    ],
    standing: host(FORWARDS),
    want: [],
  },
  {
    name: "not where a rule for interfaces of a kind hides it",
    program: [...oneContainer, fromNs0()],
    standing: host({ ...FORWARDS, sourceNat: [{ family: 4, chain: "POSTROUTING", rule: "-o en+ -j MASQUERADE" }] }),
    want: [],
  },
  {
    name: "not by a route of another table",
    program: [...oneContainer, fromNs0({ table: 100 })],
    standing: host(FORWARDS),
    want: [],
  },
  {
    name: "not by a host without a default route",
    program: [...oneContainer, fromNs0()],
    standing: host({ ...FORWARDS, routes: [] }),
    want: [],
  },
  {
    name: "not while the masquerade's interface is unknown",
    program: [...oneContainer, fromNs0(), masquerade("m", { source: "10.0.0.0/24", outInterface: UNKNOWN })],
    want: [],
  },
]);
