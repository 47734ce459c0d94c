import { testFindings } from "../../support/findings";
import { bridge, cable, namespace, UNKNOWN } from "./network";

const pair = (name: string, addresses: unknown, more: Record<string, unknown> = {}) =>
  cable(name, { addresses, ...more }, `ns-${name}`, {});
const [a, b] = [namespace("ns-a"), namespace("ns-b")];
const headline = (first: string, second: string): string => `subnets overlap on the host: ${first}, ${second}`;

testFindings("two interfaces in overlapping subnets", [
  {
    name: "of equal length",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", ["10.0.0.3/24"])],
    want: [["b", headline("a has 10.0.0.1/24 in 10.0.0.0/24", "b has 10.0.0.3/24 in 10.0.0.0/24")]],
  },
  {
    name: "one inside the other",
    program: [a, pair("a", ["10.0.0.1/16"]), bridge("br0", { addresses: ["10.0.1.1/24"] })],
    want: [["br0", headline("a has 10.0.0.1/16 in 10.0.0.0/16", "br0 has 10.0.1.1/24 in 10.0.1.0/24")]],
  },
  {
    name: "of IPv6",
    program: [a, pair("a", ["10.0.0.1/24", "fd00::1/64"]), bridge("br0", { addresses: ["fd00::2/64"] })],
    want: [["br0", headline("a has fd00::1/64 in fd00::/64", "br0 has fd00::2/64 in fd00::/64")]],
  },
  {
    name: "whoever of the two is declared later",
    program: [b, a, pair("b", ["10.0.0.3/24"]), pair("a", ["10.0.0.1/24"])],
    want: [["a", headline("b has 10.0.0.3/24 in 10.0.0.0/24", "a has 10.0.0.1/24 in 10.0.0.0/24")]],
  },
  {
    name: "both ends of one pair in one namespace",
    program: [
      namespace("x"),
      [
        "vethPair",
        {
          name: "a",
          namespace: "x",
          addresses: ["10.0.0.1/24"],
          peer: { name: "b", namespace: "x", addresses: ["10.0.0.2/24"] },
        },
      ],
    ],
    want: [["a", "subnets overlap in namespace x: a has 10.0.0.1/24 in 10.0.0.0/24, b has 10.0.0.2/24 in 10.0.0.0/24"]],
  },
  {
    name: "of a bridge and its port",
    program: [a, bridge("br0", { addresses: ["10.0.0.1/24"] }), pair("a", ["10.0.0.2/24"], { master: "br0" })],
    want: [["a", headline("br0 has 10.0.0.1/24 in 10.0.0.0/24", "a has 10.0.0.2/24 in 10.0.0.0/24")]],
  },
  {
    name: "not in two namespaces",
    program: [
      a,
      b,
      cable("a", {}, "ns-a", { addresses: ["10.0.0.1/24"] }),
      cable("b", {}, "ns-b", { addresses: ["10.0.0.3/24"] }),
    ],
    want: [],
  },
  {
    name: "not of one that is down",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", ["10.0.0.3/24"], { up: false })],
    want: [],
  },
  {
    name: "not of single hosts",
    program: [a, b, pair("a", ["10.0.0.1/32", "fd00::1/128"]), pair("b", ["10.0.0.2/32", "fd00::2/64"])],
    want: [],
  },
  {
    name: "not of link-local addresses",
    program: [a, b, pair("a", ["fe80::1/64"]), pair("b", ["fe80::2/64"])],
    want: [],
  },
  {
    name: "not of one interface with itself",
    program: [bridge("br0", { addresses: ["10.0.0.1/24", "10.0.0.9/24"] })],
    want: [],
  },
  {
    name: "not of subnets side by side",
    program: [a, b, pair("a", ["10.0.0.1/25"]), pair("b", ["10.0.0.129/25"])],
    want: [],
  },
  {
    name: "not while an address is unknown",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", [UNKNOWN])],
    want: [],
  },
  {
    name: "not while all addresses are unknown",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", UNKNOWN)],
    want: [],
  },
  {
    name: "not while it is unknown whether one is up",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", ["10.0.0.3/24"], { up: UNKNOWN })],
    want: [],
  },
  {
    name: "not while the namespace is unknown",
    program: [a, b, pair("a", ["10.0.0.1/24"]), pair("b", ["10.0.0.3/24"], { namespace: UNKNOWN })],
    want: [],
  },
]);
