import { host, link, testFindings } from "../../support/findings";
import { bridge, cable, namespace, oneContainer, UNKNOWN } from "./network";

const told = (small: string, large: string): string => `MTU mismatch on one segment: ${small}, ${large}`;

testFindings("different MTUs on one segment", [
  {
    name: "of the ends of a cable",
    program: [namespace("ns0"), cable("veth0", { mtu: 1400 }, "ns0", {})],
    want: [["veth0", told("veth0 on the host has 1400", "eth0 in namespace ns0 has 1500")]],
  },
  {
    name: "of a bridge and its ports, once",
    program: [bridge("br0", { mtu: 9000, addresses: ["10.0.0.1/24"] }), ...oneContainer.slice(1)],
    want: [["veth0", told("veth0 on the host has 1500", "br0 on the host has 9000")]],
  },
  {
    name: "of two ports",
    program: [...oneContainer, namespace("ns1"), cable("veth1", { master: "br0", mtu: 1400 }, "ns1", { mtu: 1400 })],
    want: [["veth1", told("veth1 on the host has 1400", "br0 on the host has 1500")]],
  },
  {
    name: "of a port that stands already",
    program: [bridge("br0", { addresses: ["10.0.0.1/24"] })],
    standing: host({ links: [link("tap0", { master: "br0", mtu: 1400 })] }),
    want: [["br0", told("tap0 on the host has 1400", "br0 on the host has 1500")]],
  },
  {
    name: "not of a bridge without an address, which sends nothing itself",
    program: [bridge("br0"), namespace("ns0"), cable("veth0", { master: "br0", mtu: 9000 }, "ns0", { mtu: 9000 })],
    want: [],
  },
  {
    name: "not of one that is down",
    program: [namespace("ns0"), cable("veth0", { mtu: 1400, up: false }, "ns0", {})],
    want: [],
  },
  { name: "not of two segments", program: [bridge("br0", { mtu: 9000 }), bridge("br1")], want: [] },
  { name: "not of a segment that is right", program: oneContainer, want: [] },
  {
    name: "not while one is unknown",
    program: [namespace("ns0"), cable("veth0", { mtu: UNKNOWN }, "ns0", {})],
    want: [],
  },
  {
    name: "not while the bridge is unknown",
    program: [bridge("br0", { mtu: 9000 }), namespace("ns0"), cable("veth0", { master: UNKNOWN }, "ns0", {})],
    want: [],
  },
]);
