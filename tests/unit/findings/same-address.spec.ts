import { host, link, testFindings } from "../../support/findings";
import { bridge, cable, namespace, oneContainer, UNKNOWN } from "./network";

const second = (peer: Record<string, unknown>, given: Record<string, unknown> = { master: "br0" }) => [
  namespace("ns1"),
  cable("veth1", given, "ns1", peer),
];

testFindings("an address used twice on one segment", [
  {
    name: "by two ports of a bridge",
    program: [...oneContainer, ...second({ addresses: ["10.0.0.2/24"] })],
    want: [
      ["veth1", "address 10.0.0.2 is used twice on one segment: by eth0 in namespace ns0 and by eth0 in namespace ns1"],
    ],
  },
  {
    name: "by the bridge and a container, whatever the length",
    program: [...oneContainer, ...second({ addresses: ["fd00::1/64", "10.0.0.1/16"] })],
    want: [["veth1", "address 10.0.0.1 is used twice on one segment: by br0 on the host and by eth0 in namespace ns1"]],
  },
  {
    name: "by both ends of a cable",
    program: [namespace("ns0"), cable("veth0", { addresses: ["fd00::1/64"] }, "ns0", { addresses: ["fd00::1/64"] })],
    want: [
      ["veth0", "address fd00::1 is used twice on one segment: by veth0 on the host and by eth0 in namespace ns0"],
    ],
  },
  {
    name: "by a container and a port that stands already",
    program: oneContainer,
    standing: host({ links: [link("tap0", { master: "br0", addresses: ["10.0.0.2/32"] })] }),
    want: [
      ["veth0", "address 10.0.0.2 is used twice on one segment: by eth0 in namespace ns0 and by tap0 on the host"],
    ],
  },
  {
    name: "through a cable between two bridges",
    program: [
      ...oneContainer,
      bridge("br1"),
      ["vethPair", { name: "x", master: "br0", peer: { name: "y", master: "br1" } }],
      ...second({ addresses: ["10.0.0.2/24"] }, { master: "br1" }),
    ],
    want: [
      ["veth1", "address 10.0.0.2 is used twice on one segment: by eth0 in namespace ns0 and by eth0 in namespace ns1"],
    ],
  },
  {
    name: "not on two segments",
    program: [...oneContainer, bridge("br1"), ...second({ addresses: ["10.0.0.2/24"] }, { master: "br1" })],
    want: [],
  },
  {
    name: "not by one that is down",
    program: [...oneContainer, ...second({ addresses: ["10.0.0.2/24"], up: false })],
    want: [],
  },
  {
    name: "not while the bridge is unknown",
    program: [...oneContainer, ...second({ addresses: ["10.0.0.2/24"] }, { master: UNKNOWN })],
    want: [],
  },
]);
