import { describeContinuity } from "../../support/continuity";

describeContinuity("routes, rules and parameters change", [
  { name: "a route's gateway", change: { default0: `gateway: "10.0.0.5"` }, updates: ["default0"] },
  {
    name: "a route's metric, device and source",
    change: { default0: `metric: 50, device: veth0.peer, source: "10.0.0.3"` },
    updates: ["default0"],
  },
  { name: "a masquerade's source", change: { internet: `source: "10.0.0.0/24"` }, updates: ["internet"] },
  { name: "a masquerade's address", change: { internet: `toSource: "192.168.64.5"` }, updates: ["internet"] },
  {
    name: "a masquerade's interfaces",
    change: { internet: "outInterface: undefined, inInterface: undefined" },
    updates: ["internet"],
  },
  {
    name: "a port forward's target",
    change: { web: `targetAddress: "10.0.0.4"` },
    updates: ["web"],
    server: "ns1",
  },
  { name: "a port forward's range", change: { web: `hostPort: "8080-8090"` }, updates: ["web"] },
  {
    name: "a port forward's port",
    change: { web: "hostPort: 8081, targetPort: 8080" },
    updates: ["web"],
    ends: ["new connections from outside"],
  },
  {
    name: "a port forward's address and network",
    change: { web: "hostAddress: undefined, targetNetwork: undefined" },
    updates: ["web"],
  },
  { name: "a namespace's parameters", change: { ns0: `sysctls: { "net.ipv4.ip_forward": "1" }` }, updates: ["ns0"] },
]);
