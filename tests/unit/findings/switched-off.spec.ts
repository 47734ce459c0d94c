import { type Line, testFindings } from "../../support/findings";
import { bridge, cable, forward, fromNs0, masquerade, namespace, oneContainer, UNKNOWN } from "./network";

const sysctl = (name: string, key: string, value: unknown): Line => ["sysctl", { key, value }, name];
const told = (by: string, key: string, need: string, place = "on the host"): string =>
  `${by} declares ${key} 0 ${place}, and ${need} switches it on`;

const BR0 = "net.ipv4.conf.br0.forwarding";
const own = { source: "10.0.0.0/24", inInterface: "br0" };

testFindings("a parameter that is off and needed on", [
  {
    name: "of the interface of a masquerade",
    program: [...oneContainer, masquerade("m", own), sysctl("it", BR0, "0")],
    want: [["it", told("it", BR0, "m")]],
  },
  {
    name: "of the interface of a forward, told on the later of the two",
    program: [...oneContainer, sysctl("off", BR0, "0"), forward("it", { outInterface: "br0" })],
    want: [["it", told("off", BR0, "it")]],
  },
  {
    name: "of the bridge of a container network",
    program: [
      sysctl("off", "net.ipv4.conf.br-web.forwarding", "0"),
      ["containerNetwork", { name: "web", subnet: "10.5.0.0/24" }, "it"],
    ],
    want: [["it", told("off", "net.ipv4.conf.br-web.forwarding", "it")]],
  },
  {
    name: "of a whole namespace",
    program: [
      namespace("gw", { sysctls: { "net.ipv4.ip_forward": "0" } }),
      bridge("br0", { namespace: "gw", addresses: ["10.0.0.1/24"] }),
      masquerade("it", { ...own, namespace: "gw" }),
    ],
    want: [["it", told("gw", "net.ipv4.ip_forward", "it", "in namespace gw")]],
  },
  {
    name: "not of another interface, another family, or in another place",
    program: [
      namespace("ns0", { sysctls: { "net.ipv4.ip_forward": "0" } }),
      bridge("br0", { addresses: ["10.0.0.1/24"] }),
      cable("veth0", { master: "br0" }, "ns0", { addresses: ["10.0.0.2/24"] }),
      fromNs0(),
      masquerade("m", own),
      sysctl("eth9", "net.ipv4.conf.eth9.forwarding", "0"),
      sysctl("v6", "net.ipv6.conf.br0.forwarding", "0"),
    ],
    want: [],
  },
  {
    name: "not where it is on, or not known",
    program: [
      ...oneContainer,
      masquerade("m", own),
      sysctl("on", BR0, "1"),
      sysctl("unknown", "net.ipv4.conf.eth9.forwarding", UNKNOWN),
    ],
    want: [],
  },
  {
    name: "not for a masquerade that forwards nothing",
    program: [...oneContainer, masquerade("m", { ...own, forward: false }), sysctl("it", BR0, "0")],
    want: [],
  },
]);
