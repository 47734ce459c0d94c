import assert from "node:assert/strict";
import { graphOf, type StackResource } from "../../../../cli/graph/model";
import { recordedObjects } from "../../../../cli/recorded";
import type { KernelObject } from "../../../../provider/resources/objects";
import { interruptsOf, interruptsOfUpdate } from "../../../../cli/plan/interrupts";

const resource = (kind: string, outputs: Record<string, unknown>): StackResource => ({
  type: `pulumi-nodejs:dynamic/linuxnet:${kind}`,
  outputs,
});

const objects = (kind: string, outputs: Record<string, unknown>): KernelObject[] =>
  recordedObjects(resource(kind, outputs)) ?? [];

const br0 = { name: "br0", addresses: ["10.0.0.1/24"], up: true };
const cable = (index: number) => ({
  ...{ name: `veth${index}`, master: "br0", up: true },
  peer: { name: `ceth${index}`, namespace: `ns${index}`, addresses: [`10.0.0.${index + 2}/24`], up: true },
});
const direct = { name: "left", namespace: "ns0", peer: { name: "right", namespace: "ns1", addresses: ["fd00::2/64"] } };
const trunk = { name: "t0", master: "br0", peer: { name: "t1", master: "br1" } };
const tunnel = { name: "vx0", vni: 42, local: "192.0.2.1", port: 4789, remotes: ["192.0.2.2"], master: "br7" };
const farEnd = { name: "vx0", namespace: "ns9", vni: 42, local: "192.0.2.2", port: 4789, addresses: ["10.5.0.2/24"] };
const toNobody = { name: "vx5", vni: 43, local: "192.0.2.1", port: 4789, remotes: ["192.0.2.8", "192.0.2.9"] };
const toBeyond = { namespace: "ns0", destination: "10.9.0.0/16", type: "unicast" };
const web = { hostPort: 8080, protocol: "tcp", targetAddress: "10.0.0.2" };

const graph = graphOf([
  resource("Bridge", br0),
  resource("Bridge", { name: "br1" }),
  ...[cable(0), cable(1), direct, trunk].map((outputs) => resource("VethPair", outputs)),
  resource("Route", toBeyond),
  resource("Bridge", { name: "br7", addresses: ["10.5.0.1/24"] }),
  ...[tunnel, farEnd, toNobody].map((outputs) => resource("Vxlan", outputs)),
]);

const [STATION0, STATION1] = ["ceth0 10.0.0.2/24 in ns0", "ceth1 10.0.0.3/24 in ns1"];
const [BRIDGE, OTHER] = ["br0 10.0.0.1/24 on the host", "br1 on the host"];
const CABLE0 = `${STATION0} loses its link to ${BRIDGE}, ${STATION1}, ${OTHER}`;
const DIRECT = "left in ns0 loses its link to right fd00::2/64 in ns1";

const away: { kind: string; standing: Record<string, unknown>; want: string[] }[] = [
  { kind: "VethPair", standing: cable(0), want: [CABLE0] },
  { kind: "VethPair", standing: direct, want: [DIRECT] },
  { kind: "VethPair", standing: trunk, want: [`${OTHER} loses its link to ${BRIDGE}, ${STATION0}, ${STATION1}`] },
  {
    kind: "Bridge",
    standing: br0,
    want: [
      CABLE0,
      `${STATION1} loses its link to ${BRIDGE}, ${STATION0}, ${OTHER}`,
      `${OTHER} loses its link to ${BRIDGE}, ${STATION0}, ${STATION1}`,
    ],
  },
  { kind: "Namespace", standing: { name: "ns0" }, want: [CABLE0, DIRECT, "ns0 loses its way to 10.9.0.0/16"] },
  { kind: "Namespace", standing: { name: "empty" }, want: [] },
  { kind: "Vxlan", standing: tunnel, want: ["vx0 10.5.0.2/24 in ns9 loses its link to br7 10.5.0.1/24 on the host"] },
  {
    kind: "Vxlan",
    standing: toNobody,
    want: ["vx5 on the host loses its link to what is behind 192.0.2.8, 192.0.2.9"],
  },
  { kind: "Route", standing: { destination: "default" }, want: ["the host loses its way to all other networks"] },
  {
    kind: "Masquerade",
    standing: { source: "10.0.0.0/24", namespace: "router" },
    want: ["10.0.0.0/24 gets no answer from behind router"],
  },
  {
    kind: "Rule",
    standing: { namespace: "router", priority: 100, family: 4, type: "lookup", table: "7" },
    want: ["router routes by the rules after 100"],
  },
  { kind: "PortForward", standing: web, want: ["port 8080/tcp of the host is closed"] },
  {
    kind: "FirewallRule",
    standing: { chain: "INPUT", protocol: "tcp", destinationPort: 22, target: "ACCEPT" },
    want: ["what `-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT` accepts on the host may be dropped"],
  },
  { kind: "FirewallRule", standing: { chain: "INPUT", target: "DROP" }, want: [] },
];

const inPlace: { name: string; kind: string; standing: Record<string, unknown>; next: object; want: string[] }[] = [
  { name: "nothing", kind: "VethPair", standing: cable(0), next: {}, want: [] },
  { name: "an end that goes down", kind: "VethPair", standing: cable(0), next: { up: false }, want: [CABLE0] },
  { name: "another bridge", kind: "VethPair", standing: cable(0), next: { master: "br1" }, want: [CABLE0] },
  {
    name: "an address of the peer that goes",
    kind: "VethPair",
    standing: cable(0),
    next: { peer: { ...cable(0).peer, addresses: ["10.0.0.9/24"] } },
    want: ["connections to and from 10.0.0.2 end"],
  },
  {
    name: "an address that comes",
    kind: "Bridge",
    standing: br0,
    next: { addresses: ["10.0.0.1/24", "fd00::1/64"] },
    want: [],
  },
  {
    name: "another port",
    kind: "PortForward",
    standing: web,
    next: { hostPort: 8081 },
    want: ["port 8080/tcp of the host is closed"],
  },
  { name: "another target", kind: "PortForward", standing: web, next: { targetAddress: "10.0.0.3" }, want: [] },
  {
    name: "an end that goes down",
    kind: "Vxlan",
    standing: { ...tunnel, up: true },
    next: { up: false },
    want: ["vx0 10.5.0.2/24 in ns9 loses its link to br7 10.5.0.1/24 on the host"],
  },
  { name: "another gateway", kind: "Route", standing: toBeyond, next: { gateway: "10.0.0.7" }, want: [] },
];

const web10 = { name: "web", bridge: "br-web", subnet: "10.5.0.0/24", gateway: "10.5.0.1" };
const container = (...publish: string[]) => ({
  ...{ name: "c1", owner: "0123456789abcdef", publish },
  networks: [{ network: web10, address: "10.5.0.2" }],
});

describe("interruptions of a plan", () => {
  it("a Container that no longer publishes a port", () => {
    const [old, next] = [container("80:80", "81:81"), container("80:80")].map((it) => objects("Container", it));
    assert.deepEqual(interruptsOfUpdate(graph, old ?? [], next ?? []), ["port 81/tcp of the host is closed"]);
  });

  for (const { kind, standing, want } of away) {
    it(`a ${kind} that goes: ${JSON.stringify(standing)}`, () =>
      assert.deepEqual(interruptsOf(graph, objects(kind, standing)), want));
  }

  for (const { name, kind, standing, next, want } of inPlace) {
    it(`a ${kind} that changes: ${name}`, () => {
      assert.deepEqual(
        interruptsOfUpdate(graph, objects(kind, standing), objects(kind, { ...standing, ...next })),
        want,
      );
    });
  }
});
