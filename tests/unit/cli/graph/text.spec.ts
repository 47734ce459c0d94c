import assert from "node:assert/strict";
import { graphOf, type StackResource } from "../../../../cli/graph/model";
import { textOf } from "../../../../cli/graph/text";
import { TYPES } from "../../../../provider/types";

const resource = (kind: string, outputs: Record<string, unknown>): StackResource => ({
  type: TYPES.dynamic + kind,
  outputs,
});

const cable = (index: number, address: string): StackResource =>
  resource("VethPair", {
    name: `veth${index}`,
    master: "br0",
    peer: { name: `ceth${index}`, namespace: `ns${index}`, addresses: [address] },
  });

const MAC = "02:00:00:00:00:01";
const tunnel = (namespace: string, local: string) => ({ namespace, local, name: "vx0", vni: 42, port: 4789 });

const cases: { name: string; resources: StackResource[]; want: string[] }[] = [
  { name: "an empty stack", resources: [{ type: "pulumi:pulumi:Stack" }], want: [""] },
  {
    name: "the article's network",
    resources: [
      resource("Bridge", { name: "br0", addresses: ["10.0.0.1/24"] }),
      resource("Namespace", { name: "ns0" }),
      resource("Namespace", { name: "ns1" }),
      cable(0, "10.0.0.2/24"),
      cable(1, "10.0.0.4/24"),
      resource("Route", { namespace: "ns0", destination: "default", type: "unicast", gateway: "10.0.0.1" }),
      resource("Masquerade", { source: "10.0.0.0/16", inInterface: "br0", outInterface: "enp0s1" }),
      resource("PortForward", {
        ...{ hostAddress: "192.168.64.5", hostPort: 8080, protocol: "tcp" },
        ...{ targetAddress: "10.0.0.2", targetPort: 8080 },
      }),
    ],
    want: [
      "┌─ host ──────────────────────────────────────────────────────────────────┐",
      "│ br0 10.0.0.1/24  (bridge)                                               │",
      "│ ├─ veth0 ═════ ns0: ceth0 10.0.0.2/24                                   │",
      "│ └─ veth1 ═════ ns1: ceth1 10.0.0.4/24                                   │",
      "│ 10.0.0.0/16 from br0 ──▶ enp0s1 as its own address  (masquerade)        │",
      "│ 192.168.64.5 port 8080/tcp ──▶ ns0: ceth0 10.0.0.2 port 8080  (forward) │",
      "└─────────────────────────────────────────────────────────────────────────┘",
      "┌─ ns0 ───────────────────────────────┐",
      "│ ceth0 10.0.0.2/24 ═════ host: veth0 │",
      "│ default ──▶ host: br0 10.0.0.1      │",
      "└─────────────────────────────────────┘",
      "┌─ ns1 ───────────────────────────────┐",
      "│ ceth1 10.0.0.4/24 ═════ host: veth1 │",
      "└─────────────────────────────────────┘",
    ],
  },
  {
    name: "nothing on the host, and neighbours from outside the stack",
    resources: [
      resource("Namespace", { name: "empty" }),
      resource("VethPair", { name: "a", namespace: "lab", master: "br9", peer: { name: "b", namespace: "lab" } }),
      resource("Route", { namespace: "lab", destination: "10.9.0.0/16", type: "blackhole" }),
      resource("Route", { namespace: "lab", destination: "default", type: "unicast", gateway: "fe80::1", device: "b" }),
      resource("Masquerade", { namespace: "lab", source: "10.0.0.0/16", toSource: "192.0.2.1" }),
      resource("PortForward", {
        ...{ namespace: "lab", hostPort: "8000-8010", protocol: "udp" },
        ...{ targetAddress: "10.0.0.9", targetPort: 9000 },
      }),
      resource("FirewallRule", { namespace: "lab", chain: "FORWARD", inInterface: "b", target: "DROP", priority: 500 }),
      resource("FirewallRule", { namespace: "lab", chain: "INPUT", states: ["NEW"], target: "REJECT", priority: 5 }),
      resource("Rule", { namespace: "lab", priority: 101, family: 4, fwmark: "0x1", type: "prohibit" }),
      resource("Rule", { namespace: "lab", priority: 100, family: 4, from: "10.0.1.0/24", type: "lookup", table: "7" }),
      resource("Qdisc", { namespace: "lab", device: "b", rate: "10mbit", burst: "32kb", latency: "50ms" }),
      resource("Sysctl", { namespace: "lab", key: "net.ipv4.ip_forward", value: "1" }),
    ],
    want: [
      "┌─ empty ──┐",
      "│ lo alone │",
      "└──────────┘",
      "┌─ lab ────────────────────────────────────────────────────────────┐",
      "│ a ═════ lab: b  (port of br9)                                    │",
      "│ b ═════ lab: a                                                   │",
      "│ 100 from 10.0.1.0/24 lookup 7  (rule)                            │",
      "│ 101 from all fwmark 0x1 prohibit  (rule)                         │",
      "│ 10.9.0.0/16 ──▶ blackhole                                        │",
      "│ default ──▶ fe80::1 by b                                         │",
      "│ 10.0.0.0/16 ──▶ anywhere as 192.0.2.1  (masquerade)              │",
      "│ any address port 8000-8010/udp ──▶ 10.0.0.9 port 9000  (forward) │",
      "│ INPUT -m conntrack --ctstate NEW -j REJECT  (firewall rule)      │",
      "│ FORWARD -i b -j DROP  (firewall rule)                            │",
      "│ b ──▶ rate 10mbit  (qdisc)                                       │",
      "│ net.ipv4.ip_forward = 1  (parameter)                             │",
      "└──────────────────────────────────────────────────────────────────┘",
    ],
  },
  {
    name: "a tunnel between two hosts of the stack, and one to others",
    resources: [
      resource("Bridge", { name: "br0", namespace: "a", addresses: ["10.0.0.1/24"] }),
      resource("Vxlan", { ...tunnel("a", "192.0.2.1"), remotes: ["192.0.2.2"], master: "br0" }),
      resource("Vxlan", { ...tunnel("b", "192.0.2.2"), addresses: ["10.0.0.2/24"] }),
      resource("Vxlan", { ...tunnel("c", "192.0.2.3"), entries: [{ mac: MAC, remote: "192.0.2.9" }] }),
    ],
    want: [
      "┌─ a ──────────────────────────────────────────────────────┐",
      "│ br0 10.0.0.1/24  (bridge)                                │",
      "│ └─ vx0 ═════ b: vx0 10.0.0.2/24  (vxlan 42 to 192.0.2.2) │",
      "└──────────────────────────────────────────────────────────┘",
      "┌─ b ──────────────────────────────────────┐",
      "│ vx0 10.0.0.2/24 ═════ a: vx0  (vxlan 42) │",
      "└──────────────────────────────────────────┘",
      "┌─ c ──────────────────────────┐",
      "│ vx0  (vxlan 42 to 192.0.2.9) │",
      "└──────────────────────────────┘",
    ],
  },
];

describe("graph as text", () => {
  for (const { name, resources, want } of cases) {
    it(name, () => assert.equal(textOf(graphOf(resources)), want.join("\n")));

    it(`${name}, by the plugin`, () => {
      const served = resources.map(({ type, ...rest }) => ({
        type: type.replace(TYPES.dynamic, TYPES.plugin),
        ...rest,
      }));
      assert.equal(textOf(graphOf(served)), want.join("\n"));
    });
  }
});
