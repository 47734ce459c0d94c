import { FORWARDS, host, type Line, testFindings, withPlace } from "../../support/findings";
import { owner } from "../../support/owner";
import { bridge, cable, forward, masquerade, namespace, oneContainer, route, router, UNKNOWN } from "./network";

const fromNs0 = (given: Record<string, unknown> = {}) =>
  route("it", { namespace: "ns0", gateway: "10.0.0.1", ...given });
const off = (gateway: string): string =>
  `forwarding is off: ${gateway} is the gateway of ns0, and does not forward its packets`;

testFindings("a gateway that does not forward", [
  { name: "the host", program: [...oneContainer, fromNs0()], want: [["it", off("the host")]] },
  {
    name: "the host, of IPv6, though a masquerade forwards IPv4",
    program: [
      bridge("br0", { addresses: ["10.0.0.1/24", "fd00::1/64"] }),
      namespace("ns0"),
      cable("veth0", { master: "br0" }, "ns0", { addresses: ["10.0.0.2/24", "fd00::2/64"] }),
      masquerade("m", { source: "10.0.0.0/24" }),
      route("it", { namespace: "ns0", destination: "default", gateway: "fd00::1" }),
    ],
    want: [["it", off("the host")]],
  },
  {
    name: "a namespace of the program",
    program: [
      namespace("gw"),
      namespace("ns0"),
      cable("a", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0(),
    ],
    want: [["it", off("gw")]],
  },
  {
    name: "not with a masquerade",
    program: [...oneContainer, fromNs0(), masquerade("m", { source: "10.0.0.0/24" })],
    want: [],
  },
  { name: "not with a forward", program: [...oneContainer, fromNs0(), forward("f", {})], want: [] },
  {
    name: "though there is a masquerade that does not switch it on",
    program: [...oneContainer, fromNs0(), masquerade("m", { source: "10.0.0.0/24", forward: false })],
    want: [["it", off("the host")]],
  },
  {
    name: "a namespace of the program that stands",
    program: [
      namespace("gw"),
      namespace("ns0"),
      cable("a", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0(),
    ],
    standing: withPlace("gw", { owner: owner("gw") }),
    want: [["it", off("gw")]],
  },
  {
    name: "by its link-local address",
    program: [
      namespace("gw"),
      namespace("ns0"),
      cable("a", { namespace: "gw", addresses: ["fe80::1/64"] }, "ns0", { addresses: ["fd00::2/64"] }),
      fromNs0({ destination: "::/0", gateway: "fe80::1", device: "eth0" }),
    ],
    want: [["it", off("gw")]],
  },
  {
    name: "not for an address of the gateway itself",
    program: [
      namespace("s"),
      namespace("ns0"),
      cable("a", { namespace: "s", addresses: ["10.0.0.1/24", "10.99.0.1/32"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0({ destination: "10.99.0.1/32" }),
    ],
    want: [],
  },
  {
    name: "not for an address of the host",
    program: [...oneContainer, fromNs0({ destination: "192.168.64.5/32" })],
    want: [],
  },
  {
    name: "not while a new namespace's own parameters are not known",
    program: [
      namespace("gw"),
      namespace("ns0"),
      cable("a", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0(),
    ],
    standing: host({}, { fresh: undefined }),
    want: [],
  },
  {
    name: "not while the parameters are unknown",
    program: [
      namespace("gw", { sysctls: UNKNOWN }),
      namespace("ns0"),
      cable("a", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0(),
    ],
    want: [],
  },
  {
    name: "not while a masquerade's source is unknown",
    program: [...oneContainer, fromNs0(), masquerade("m", { source: UNKNOWN })],
    want: [],
  },
  {
    name: "not on a host that could not be read",
    program: [...oneContainer, fromNs0()],
    standing: host({}, { places: new Map() }),
    want: [],
  },
]);

/** left 10.0.0.2 ── 10.0.0.1 gw 10.0.1.1 ── 10.0.1.2 right */
const routed = (gw = router("gw")) => [
  ...[gw, namespace("left"), namespace("right")],
  cable("l", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "left", { addresses: ["10.0.0.2/24"] }),
  cable("r", { namespace: "gw", addresses: ["10.0.1.1/24"] }, "right", { addresses: ["10.0.1.2/24"] }),
];
const there = (given: Record<string, unknown> = {}) =>
  route("there", { namespace: "left", gateway: "10.0.0.1", ...given });
const back = (given: Record<string, unknown> = {}) =>
  route("back", { namespace: "right", gateway: "10.0.1.1", ...given });
const lost =
  "missing return route: left reaches right (10.0.1.2) through gw, but right has no route back to 10.0.0.0/24";

testFindings("a missing return route", [
  { name: "of one side", program: [...routed(), there()], want: [["there", lost]] },
  {
    name: "of a route to that network alone",
    program: [...routed(), there({ destination: "10.0.1.0/24" })],
    want: [["there", lost]],
  },
  {
    name: "though there is one to elsewhere",
    program: [...routed(), there(), back({ destination: "10.7.0.0/16" })],
    want: [["there", lost]],
  },
  { name: "not with a default route", program: [...routed(), there(), back()], want: [] },
  {
    name: "not with a route to the other's network",
    program: [...routed(), there(), back({ destination: "10.0.0.0/24" })],
    want: [],
  },
  { name: "not of a route to elsewhere", program: [...routed(), there({ destination: "10.7.0.0/16" })], want: [] },
  {
    name: "not where the router masquerades",
    program: [...routed(), there(), masquerade("m", { namespace: "gw", source: "10.0.0.0/24", outInterface: "r" })],
    want: [],
  },
  {
    name: "not between networks that the host joins by the way",
    program: [
      ...oneContainer,
      bridge("br1", { addresses: ["10.0.1.1/24"] }),
      namespace("db"),
      cable("veth1", { master: "br1" }, "db", { addresses: ["10.0.1.2/24"] }),
      fromNs0(),
      masquerade("m", { source: "10.0.0.0/24", outInterface: "enp0s1" }),
    ],
    want: [],
  },
  {
    name: "not with ::/0, between networks that the host joins by the way",
    program: [
      bridge("br0", { addresses: ["fd00::1/64"] }),
      bridge("br1", { addresses: ["fd01::1/64"] }),
      ...[namespace("ns0"), namespace("db")],
      cable("veth0", { master: "br0" }, "ns0", { addresses: ["fd00::2/64"] }),
      cable("veth1", { master: "br1" }, "db", { addresses: ["fd01::2/64"] }),
      fromNs0({ destination: "::/0", gateway: "fd00::1" }),
      masquerade("m", { source: "fd00::/64", outInterface: "enp0s1" }),
    ],
    want: [],
  },
  {
    name: "of a chain of routers, at its end",
    program: chain({ back: false }),
    want: [
      ["there", "missing return route: a reaches b (10.0.1.2) through r2, but b has no route back to 10.0.0.0/24"],
    ],
  },
  {
    name: "of a chain of routers, at the second one",
    program: chain({ transit: false }),
    want: [
      ["there", "missing return route: a reaches r2 (10.12.0.2) through r1, but r2 has no route back to 10.0.0.0/24"],
    ],
  },
  {
    name: "not of a chain that is whole, though its ends do not know the transit network",
    program: chain({}),
    want: [],
  },
  {
    name: "not while a route's destination is unknown",
    program: [...routed(), there({ destination: UNKNOWN })],
    want: [],
  },
  {
    name: "not while an address of the other side is unknown",
    program: [
      ...routed().slice(0, -1),
      cable("r", { namespace: "gw", addresses: ["10.0.1.1/24"] }, "right", { addresses: ["10.0.1.2/24", UNKNOWN] }),
      there(),
    ],
    want: [],
  },
]);

/** a 10.0.0.2 ── r1 ── 10.12.0.0/30 ── r2 ── 10.0.1.2 b, each with routes to the other's network alone. */
function chain({ back = true, transit = true }): Line[] {
  return [
    ...[router("r1"), router("r2"), namespace("a"), namespace("b")],
    cable("l", { namespace: "r1", addresses: ["10.0.0.1/24"] }, "a", { addresses: ["10.0.0.2/24"] }),
    cable("t", { namespace: "r1", addresses: ["10.12.0.1/30"] }, "r2", { addresses: ["10.12.0.2/30"] }),
    cable("r", { namespace: "r2", addresses: ["10.0.1.1/24"] }, "b", { addresses: ["10.0.1.2/24"] }),
    route("there", { namespace: "a", destination: "10.0.1.0/24", gateway: "10.0.0.1" }),
    route("r1b", { namespace: "r1", destination: "10.0.1.0/24", gateway: "10.12.0.2" }),
    ...(transit ? [route("r2a", { namespace: "r2", destination: "10.0.0.0/24", gateway: "10.12.0.1" })] : []),
    ...(back ? [route("back", { namespace: "b", destination: "10.0.0.0/24", gateway: "10.0.1.1" })] : []),
  ];
}

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
