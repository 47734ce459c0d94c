import { host, link, testFindings } from "../../support/findings";
import { bridge, cable, forward, masquerade, namespace, oneContainer, route, router, UNKNOWN } from "./network";

const told = (target: string, place = "on the host"): string =>
  `port 8080/tcp ${place} is forwarded to ${target}, an address that nothing has`;

testFindings("a forward to an address that nothing has", [
  {
    name: "on the segment of a bridge",
    program: [...oneContainer, forward("it", { targetAddress: "10.0.0.20" })],
    want: [["it", told("10.0.0.20")]],
  },
  {
    name: "where no interface and no route leads",
    program: [
      namespace("gw"),
      cable("veth0", {}, "gw", { addresses: ["10.5.0.1/24"] }),
      forward("it", { namespace: "gw" }),
    ],
    want: [["it", told("10.0.0.2", "in namespace gw")]],
  },
  {
    name: "that is on a segment which the host is not on",
    program: [
      ...[namespace("a"), namespace("b")],
      [
        "vethPair",
        {
          name: "x",
          namespace: "a",
          addresses: ["10.7.0.1/24"],
          peer: { name: "y", namespace: "b", addresses: ["10.7.0.2/24"] },
        },
      ],
      bridge("br0", { addresses: ["10.7.0.9/24"] }),
      forward("it", { targetAddress: "10.7.0.2", targetNetwork: "10.7.0.0/24" }),
    ],
    want: [["it", told("10.7.0.2")]],
  },
  { name: "not one that the program carries", program: [...oneContainer, forward("it", {})], want: [] },
  {
    name: "not one beyond the host's router",
    program: [forward("it", { targetAddress: "203.0.113.7", targetNetwork: "203.0.113.0/24" })],
    want: [],
  },
  {
    name: "not one on the host's own segment",
    program: [forward("it", { targetAddress: "192.168.64.77", targetNetwork: "192.168.64.0/24" })],
    want: [],
  },
  {
    name: "not one behind a bridge with foreign ports",
    program: [bridge("br0", { addresses: ["10.0.0.1/24"] }), forward("it", { targetAddress: "10.0.0.20" })],
    standing: host({ links: [link("tap0", { master: "br0" })] }),
    want: [],
  },
  {
    name: "not one behind a router of the program",
    program: [
      router("gw"),
      cable("a", { addresses: ["10.5.0.1/24"] }, "gw", { addresses: ["10.5.0.2/24"] }),
      namespace("ns0"),
      cable("b", { namespace: "gw", addresses: ["10.0.0.1/24"] }, "ns0", { addresses: ["10.0.0.2/24"] }),
      route("to", { destination: "10.0.0.0/24", gateway: "10.5.0.2" }),
      route("back", { namespace: "ns0", gateway: "10.0.0.1" }),
      masquerade("m", { namespace: "gw", source: "10.0.0.0/24" }),
      forward("it", {}),
    ],
    want: [],
  },
  { name: "not while it is unknown", program: [...oneContainer, forward("it", { targetAddress: UNKNOWN })], want: [] },
  {
    name: "not while an address of the segment is unknown",
    program: [
      ...oneContainer,
      namespace("ns1"),
      cable("veth1", { master: "br0" }, "ns1", { addresses: UNKNOWN }),
      forward("it", { targetAddress: "10.0.0.20" }),
    ],
    want: [],
  },
]);

testFindings("a forward of which nothing tells the target's network", [
  {
    name: "a bare address",
    program: [...oneContainer, forward("it", { targetNetwork: undefined })],
    want: [
      [
        "it",
        "hosts of the target's own network will not reach it through this port: the program does not say which network that is",
      ],
    ],
  },
  {
    name: "not behind an interface",
    program: [...oneContainer, forward("it", { targetNetwork: undefined, outInterface: "br0" })],
    want: [],
  },
  {
    name: "not while the network is unknown",
    program: [...oneContainer, forward("it", { targetNetwork: UNKNOWN })],
    want: [],
  },
]);
