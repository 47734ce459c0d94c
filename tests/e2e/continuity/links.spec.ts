import { describeContinuity, type FlowName, OF_NS0 } from "../../support/continuity";

const within = (ms: number, flows: readonly FlowName[] = OF_NS0): Partial<Record<FlowName, number>> =>
  Object.fromEntries(flows.map((flow) => [flow, ms]));

describeContinuity("a container's end changes", [
  {
    name: "the first of two addresses goes",
    change: { ceth0: `addresses: ["10.0.0.3/24", "fd00::3/64"]` },
    updates: ["veth0"],
  },
  {
    name: "another first address",
    change: { ceth0: `addresses: ["10.0.0.9/24", "10.0.0.3/24", "fd00::9/64", "fd00::3/64"]` },
    updates: ["veth0"],
  },
  {
    name: "another prefix length",
    change: { ceth0: `addresses: ["10.0.0.2/16", "10.0.0.3/16", "fd00::2/48", "fd00::3/48"]` },
    updates: ["veth0"],
    // An IPv6 address has one prefix length: it goes, and comes back.
    interrupts: within(1000, ["ns1 to ns0 by IPv6"]),
  },
  { name: "MTU", change: { veth0: "mtu: 1400,", ceth0: "mtu: 1400" }, updates: ["veth0"] },
  {
    name: "MAC",
    change: { veth0: `mac: "02:00:00:00:00:01",`, ceth0: `mac: "02:00:00:00:00:02"` },
    updates: ["veth0"],
    // What is on its way has the old one.
    interrupts: within(1000),
  },
  { name: "hairpin and isolated", change: { veth0: "hairpin: false, isolated: true," }, updates: ["veth0"] },
  {
    name: "master, in its segment",
    change: { veth0: "master: br1," },
    updates: ["veth0"],
    // From one bridge to the other it is a port of none for some 20 ms.
    interrupts: within(1000),
  },
  { name: "master, in another segment", change: { veth0: "master: br2," }, updates: ["veth0"], ends: OF_NS0 },
]);

describeContinuity("a bridge changes", [
  {
    name: "the first of two addresses goes",
    change: { br0: `addresses: ["10.0.0.1/24", "fd00::1/64"]` },
    updates: ["br0"],
  },
  {
    name: "another prefix length",
    change: { br0: `addresses: ["10.0.0.5/16", "10.0.0.1/16", "fd00::5/48", "fd00::1/48"]` },
    updates: ["br0"],
    interrupts: within(1000, ["ns1 to the host by IPv6"]),
  },
  { name: "MTU", change: { br0: "mtu: 1400" }, updates: ["br0"] },
  {
    name: "MAC",
    change: { br0: `mac: "02:00:00:00:00:03"` },
    updates: ["br0"],
    interrupts: within(1000, [...OF_NS0, "ns1 to the internet", "ns1 to the host by IPv6"]),
  },
  // Ports that forward go on: only what joins later waits.
  { name: "spanning tree", change: { br0: "stp: true" }, updates: ["br0"] },
  { name: "forward", change: { br0: "forward: false" }, updates: ["br0"] },
]);
