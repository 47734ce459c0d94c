import { describeContinuity, type FlowName, OF_NS0 } from "../../support/continuity";

const FROM_NS0: FlowName[] = ["ns0 to ns1", "ns0 to the internet"];
const CONNECTIONS: FlowName[] = ["one connection from outside", "new connections from outside"];
const within = (ms: number, flows: readonly FlowName[]): Partial<Record<FlowName, number>> =>
  Object.fromEntries(flows.map((flow) => [flow, ms]));
const aMoment = within(1000, OF_NS0);

describeContinuity("what cannot change is replaced", [
  {
    name: "the name of a cable's end",
    change: { veth0: `name: "port0",` },
    replaces: ["veth0", "default0"],
    interrupts: aMoment,
  },
  {
    name: "the name of its other end",
    change: { ceth0: `name: "eth0"` },
    replaces: ["veth0", "default0"],
    interrupts: aMoment,
  },
  {
    name: "the namespace of an end",
    change: { home: "ns2" },
    replaces: ["veth0", "default0"],
    interrupts: aMoment,
    ends: [...FROM_NS0, "one connection from outside"],
    server: "ns2",
  },
  {
    name: "the name of a bridge",
    change: { br0: `name: "switch"` },
    replaces: ["br0", "veth0", "veth1", "up0", "default0", "default1"],
    updates: ["internet"],
    interrupts: within(1000, [...OF_NS0, "ns1 to the internet", "ns1 to the host by IPv6"]),
  },
  {
    name: "a route's destination",
    change: { default0: `destination: "0.0.0.0/1"` },
    replaces: ["default0"],
    interrupts: within(1000, ["ns0 to the internet"]),
    ends: CONNECTIONS,
  },
  {
    name: "a masquerade's namespace",
    change: { internet: "namespace: ns2, inInterface: undefined, outInterface: undefined" },
    replaces: ["internet"],
    ends: ["ns0 to the internet", "ns1 to the internet"],
  },
  { name: "a port forward's namespace", change: { web: "namespace: ns2" }, replaces: ["web"], ends: CONNECTIONS },
  {
    name: "the name of a namespace",
    change: { ns0: `name: "other"` },
    replaces: ["ns0", "veth0", "default0"],
    interrupts: within(1000, ["ns1 to ns0", "ns1 to ns0 by IPv6", "the host to ns0"]),
    ends: [...FROM_NS0, ...CONNECTIONS],
    stays: true,
  },
]);
