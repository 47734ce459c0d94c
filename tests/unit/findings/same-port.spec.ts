import { testFindings } from "../../support/findings";
import { bridge, cable, forward, masquerade, namespace, oneContainer, UNKNOWN } from "./network";

const program = (first: Record<string, unknown>, second: Record<string, unknown>) => [
  bridge("br0", { addresses: ["10.0.0.1/24", "fd00::1/64"] }),
  ...oneContainer.slice(1),
  namespace("ns1"),
  cable("veth1", { master: "br0" }, "ns1", { addresses: ["10.0.0.3/24", "fd00::3/64"] }),
  forward("a", first),
  forward("b", { targetAddress: "10.0.0.3", ...second }),
];
const told = (port: string): string => `port ${port} on the host is forwarded twice: to `;

testFindings("two forwards of one port", [
  {
    name: "of every address",
    program: program({}, {}),
    want: [["b", `${told("8080/tcp of every address")}10.0.0.2:8080 and to 10.0.0.3:8080`]],
  },
  {
    name: "of one address",
    program: program({ hostAddress: "192.168.64.5" }, { hostAddress: "192.168.64.5", targetPort: 80 }),
    want: [["b", `${told("8080/tcp of 192.168.64.5")}10.0.0.2:8080 and to 10.0.0.3:80`]],
  },
  {
    name: "in ranges that overlap",
    program: program({ hostPort: "8000-8010" }, { hostPort: "8005-8020" }),
    want: [["b", `${told("8005-8010/tcp of every address")}10.0.0.2:8000 and to 10.0.0.3:8005`]],
  },
  { name: "not of two protocols", program: program({ protocol: "udp" }, {}), want: [] },
  { name: "not of two ports", program: program({}, { hostPort: 8081 }), want: [] },
  {
    name: "not of ranges side by side",
    program: program({ hostPort: "8000-8010" }, { hostPort: "8011-8020" }),
    want: [],
  },
  {
    name: "not of two addresses",
    program: program({ hostAddress: "192.168.64.5" }, { hostAddress: "192.168.64.6" }),
    want: [],
  },
  { name: "not of one address and of every other", program: program({ hostAddress: "192.168.64.5" }, {}), want: [] },
  {
    name: "not of two families",
    program: program({}, { targetAddress: "fd00::3", targetNetwork: "fd00::/64" }),
    want: [],
  },
  {
    name: "not in two namespaces",
    program: [...oneContainer, forward("a", {}), forward("b", { namespace: "ns0" })],
    want: [],
  },
  { name: "not while a port is unknown", program: program({}, { hostPort: UNKNOWN }), want: [] },
  { name: "not while an address is unknown", program: program({ hostAddress: UNKNOWN }, {}), want: [] },
  {
    name: "not of masquerades",
    program: [...oneContainer, masquerade("m", { source: "10.0.0.0/24" }), forward("a", {})],
    want: [],
  },
]);
