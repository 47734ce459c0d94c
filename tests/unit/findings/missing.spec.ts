import { host, link, testFindings, withPlace } from "../../support/findings";
import { owner } from "../../support/owner";
import { bridge, cable, masquerade, namespace, oneContainer, route, UNKNOWN } from "./network";

testFindings("what is referred to and does not exist", [
  {
    name: "a namespace",
    program: [bridge("br0", { namespace: "lab" })],
    want: [["br0", "namespace: no namespace lab exists, and the program makes none"]],
  },
  {
    name: "a peer's namespace",
    program: [cable("veth0", {}, "lab", {})],
    want: [["veth0", "peer.namespace: no namespace lab exists, and the program makes none"]],
  },
  {
    name: "a bridge",
    program: [namespace("ns0"), cable("veth0", { master: "br9" }, "ns0", {})],
    want: [["veth0", "master: no interface br9 exists on the host, and the program makes none"]],
  },
  {
    name: "a device of a namespace",
    program: [...oneContainer, route("it", { namespace: "ns0", destination: "10.9.0.0/16", device: "eth9" })],
    want: [["it", "device: no interface eth9 exists in namespace ns0, and the program makes none"]],
  },
  {
    name: "an uplink",
    program: [...oneContainer, masquerade("it", { source: "10.0.0.0/24", outInterface: "eth9" })],
    want: [["it", "outInterface: no interface eth9 exists on the host, and the program makes none"]],
  },
  {
    name: "not one that stands",
    program: [...oneContainer, masquerade("it", { source: "10.0.0.0/24", outInterface: "enp0s1" })],
    want: [],
  },
  {
    name: "not a namespace that stands",
    program: [bridge("br0", { namespace: "lab" })],
    standing: host({}, { namespaces: ["lab"] }),
    want: [],
  },
  { name: "not lo", program: [route("it", { destination: "10.9.0.0/16", device: "lo" })], want: [] },
  {
    name: "not where the place could not be read",
    program: [cable("veth0", { namespace: "lab", master: "br9" }, "lab", {})],
    standing: host({}, { namespaces: ["lab"] }),
    want: [],
  },
  {
    name: "not while it is unknown",
    program: [namespace("ns0"), cable("veth0", { master: UNKNOWN }, UNKNOWN, {})],
    want: [],
  },
  {
    name: "not while an interface's name is unknown",
    program: [bridge(UNKNOWN), namespace("ns0"), cable("veth0", { master: "br9" }, "ns0", {})],
    want: [],
  },
  {
    name: "not one that stands in the namespace",
    program: [...oneContainer, route("it", { namespace: "ns0", destination: "10.9.0.0/16", device: "eth9" })],
    standing: withNs0(),
    want: [],
  },
]);

function withNs0() {
  return withPlace("ns0", { owner: owner("ns0"), links: [link("eth9")] });
}

testFindings("a master that is no bridge", [
  {
    name: "the end of a cable",
    program: [namespace("ns0"), cable("v0", {}, "ns0", {}), cable("v1", { master: "v0" }, "ns0", { name: "eth1" })],
    want: [["v1", "master: expected a bridge, got v0 on the host, the end of a cable"]],
  },
  {
    name: "not a bridge that stands",
    program: [namespace("ns0"), cable("v1", { master: "docker0" }, "ns0", {})],
    standing: host({ links: [link("docker0", { kind: "bridge" })] }),
    want: [],
  },
]);
