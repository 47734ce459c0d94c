import { host, link, route as standingRoute, testFindings } from "../../support/findings";
import { bridge, cable, masquerade, namespace, oneContainer, route, UNKNOWN } from "./network";

const told = (source: string, place = "on the host"): string =>
  `masquerade source ${source} covers no interface ${place}: no packet will have such a source`;

testFindings("a masquerade source that covers no interface", [
  {
    name: "of another subnet",
    program: [...oneContainer, masquerade("it", { source: "10.0.1.0/24" })],
    want: [["it", told("10.0.1.0/24")]],
  },
  {
    name: "of the other family",
    program: [...oneContainer, masquerade("it", { source: "fd00::/64" })],
    want: [["it", told("fd00::/64")]],
  },
  {
    name: "in another namespace",
    program: [...oneContainer, masquerade("it", { source: "10.5.0.0/24", namespace: "ns0" })],
    want: [["it", told("10.5.0.0/24", "in namespace ns0")]],
  },
  {
    name: "of another interface than that by which packets come in",
    program: [
      ...oneContainer,
      bridge("br1", { addresses: ["10.1.0.1/24"] }),
      masquerade("it", { source: "10.0.0.0/24", inInterface: "br1" }),
    ],
    want: [
      [
        "it",
        "masquerade source 10.0.0.0/24 covers no address behind br1 on the host, but those behind br0: no packet will have such a source",
      ],
    ],
  },
  { name: "not a wider one", program: [...oneContainer, masquerade("it", { source: "10.0.0.0/16" })], want: [] },
  { name: "not a part of a subnet", program: [...oneContainer, masquerade("it", { source: "10.0.0.2" })], want: [] },
  {
    name: "not one to which a route leads",
    program: [
      ...oneContainer,
      route("r", { destination: "10.9.0.0/16", device: "br0" }),
      masquerade("it", { source: "10.9.1.0/24" }),
    ],
    want: [],
  },
  {
    name: "not that of an interface that stands",
    program: [masquerade("it", { source: "172.17.0.0/16" })],
    standing: host({ links: [link("docker0", { kind: "bridge", addresses: ["172.17.0.1/16"] })] }),
    want: [],
  },
  {
    name: "not one to which a standing route leads",
    program: [masquerade("it", { source: "172.30.0.0/16" })],
    standing: host({ routes: [standingRoute("172.30.0.0/16", { gateway: "192.168.64.9" })] }),
    want: [],
  },
  { name: "not while it is unknown", program: [...oneContainer, masquerade("it", { source: UNKNOWN })], want: [] },
  {
    name: "not while an address there is unknown",
    program: [
      ...oneContainer,
      namespace("ns1"),
      cable("veth1", { addresses: [UNKNOWN] }, "ns1", {}),
      masquerade("it", { source: "10.0.1.0/24" }),
    ],
    want: [],
  },
  {
    name: "not on a host that could not be read",
    program: [masquerade("it", { source: "10.0.1.0/24" })],
    standing: host({}, { places: new Map() }),
    want: [],
  },
]);
