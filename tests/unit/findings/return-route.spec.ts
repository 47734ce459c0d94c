import { type Line, testFindings } from "../../support/findings";
import { bridge, cable, fromNs0, masquerade, namespace, oneContainer, route, router, UNKNOWN } from "./network";

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
  {
    name: "not where rules of policy routing lead to a way back",
    program: [...routed(), there(), back({ table: 100 }), ["rule", { namespace: "right", priority: 5, table: 100 }]],
    want: [],
  },
  {
    name: "though there is one in a table to which no rule leads",
    program: [...routed(), there(), back({ table: 100 })],
    want: [["there", lost]],
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
