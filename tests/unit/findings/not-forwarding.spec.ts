import { host, testFindings, withPlace } from "../../support/findings";
import { owner } from "../../support/owner";
import { bridge, cable, forward, fromNs0, masquerade, namespace, oneContainer, route, UNKNOWN } from "./network";

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
    name: "though a parameter lets another place forward, or another family",
    program: [
      ...oneContainer,
      fromNs0(),
      ["sysctl", { namespace: "ns0", key: "net.ipv4.ip_forward", value: "1" }, "a"],
      ["sysctl", { key: "net.ipv6.conf.all.forwarding", value: "1" }, "b"],
    ],
    want: [["it", off("the host")]],
  },
  {
    name: "not while it is unknown which parameter is declared",
    program: [...oneContainer, fromNs0(), ["sysctl", { key: UNKNOWN, value: "1" }]],
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
