import { FORWARDS, host, link, route as standingRoute, testFindings } from "../../support/findings";
import { bridge, cable, namespace, oneContainer, route, UNKNOWN } from "./network";

const it = (given: Record<string, unknown>) => route("it", { namespace: "ns0", destination: "10.9.0.0/16", ...given });

testFindings("a gateway that no interface can reach", [
  {
    name: "in another subnet",
    program: [...oneContainer, it({ gateway: "10.0.1.1" })],
    want: [
      [
        "it",
        "gateway: expected an address inside 10.0.0.0/24, got 10.0.1.1, which no interface in namespace ns0 can reach",
      ],
    ],
  },
  {
    name: "of another family",
    program: [...oneContainer, it({ destination: "fd09::/64", gateway: "fd00::1" })],
    want: [
      [
        "it",
        "gateway: expected an address that an interface in namespace ns0 reaches, got fd00::1, which no interface in namespace ns0 can reach",
      ],
    ],
  },
  {
    name: "behind another device",
    program: [
      ...oneContainer,
      [
        "vethPair",
        { name: "b0", namespace: "ns0", peer: { name: "b1", namespace: "ns0", addresses: ["10.0.2.1/24"] } },
      ],
      it({ gateway: "10.0.0.1", device: "b1" }),
    ],
    want: [
      [
        "it",
        "gateway: expected an address inside 10.0.2.0/24, got 10.0.0.1, which no interface in namespace ns0 can reach",
      ],
    ],
  },
  {
    name: "behind an interface that is down",
    program: [
      bridge("br0", { addresses: ["10.0.0.1/24"], up: false }),
      route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9" }),
    ],
    want: [
      [
        "it",
        "gateway: expected an address inside 192.168.64.0/24, got 10.0.0.9, which no interface on the host can reach",
      ],
    ],
  },
  {
    name: "that is the namespace's own address",
    program: [...oneContainer, it({ gateway: "10.0.0.2" })],
    want: [
      ["it", "gateway: expected the address of another router, got 10.0.0.2, which eth0 in namespace ns0 has itself"],
    ],
  },
  {
    name: "that nobody on the segment has",
    program: [...oneContainer, it({ gateway: "10.0.0.254" })],
    want: [
      [
        "it",
        "gateway: expected an address that somebody has, got 10.0.0.254, which nothing on the segment of eth0 in namespace ns0 carries",
      ],
    ],
  },
  {
    name: "not the host's own router",
    program: [route("it", { destination: "10.9.0.0/16", gateway: "192.168.64.1" })],
    want: [],
  },
  {
    name: "not with onlink",
    program: [...oneContainer, it({ gateway: "10.0.1.1", device: "eth0", onlink: true })],
    want: [],
  },
  {
    name: "not a link-local one",
    program: [...oneContainer, it({ destination: "fd09::/64", gateway: "fe80::1", device: "eth0" })],
    want: [],
  },
  {
    name: "not one to which another route leads",
    program: [
      ...oneContainer,
      route("way", { namespace: "ns0", destination: "10.0.1.1/32", device: "eth0" }),
      it({ gateway: "10.0.1.1" }),
    ],
    want: [],
  },
  {
    name: "not one to which a standing route leads",
    program: [route("it", { destination: "10.9.0.0/16", gateway: "172.20.0.1" })],
    standing: host({ links: [link("enp0s1")], routes: [standingRoute("172.20.0.1/32")] }),
    want: [],
  },
  {
    name: "not on a segment that reaches beyond the program",
    program: [
      namespace("ns0"),
      cable("veth0", { master: "docker0" }, "ns0", { addresses: ["172.17.0.9/16"] }),
      it({ gateway: "172.17.0.1" }),
    ],
    standing: host({ ...FORWARDS, links: [link("docker0", { kind: "bridge", addresses: ["172.17.0.1/16"] })] }),
    want: [],
  },
  {
    name: "not in a namespace that is not the program's",
    program: [route("it", { namespace: "theirs", destination: "10.9.0.0/16", gateway: "10.0.0.1" })],
    standing: host({}, { namespaces: ["theirs"] }),
    want: [],
  },
  { name: "not while the gateway is unknown", program: [...oneContainer, it({ gateway: UNKNOWN })], want: [] },
  {
    name: "not while an address of the namespace is unknown",
    program: [
      bridge("br0"),
      namespace("ns0"),
      cable("veth0", { master: "br0" }, "ns0", { addresses: [UNKNOWN] }),
      it({ gateway: "10.0.1.1" }),
    ],
    want: [],
  },
  {
    name: "not while it is unknown whether the interface is up",
    program: [
      bridge("br0", { addresses: ["10.0.0.1/24"], up: UNKNOWN }),
      route("it", { destination: "10.9.0.0/16", gateway: "10.0.0.9" }),
    ],
    want: [],
  },
  {
    name: "not while an interface has an unknown namespace",
    program: [
      ...oneContainer,
      cable("veth1", { namespace: UNKNOWN, addresses: ["10.0.1.9/24"] }, "ns0", { name: "eth1" }),
      it({ gateway: "10.0.1.1" }),
    ],
    want: [],
  },
  {
    name: "not while the other end of a pair is unknown",
    program: [...oneContainer, ["vethPair", { name: "veth1", peer: UNKNOWN }], it({ gateway: "10.0.1.1" })],
    want: [],
  },
]);
