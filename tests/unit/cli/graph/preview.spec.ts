import assert from "node:assert/strict";
import { graphOfPreview, type PreviewGraph } from "../../../../cli/graph/preview";
import { type Format, render } from "../../../../cli/graph/render";
import { parsePreview } from "../../../../cli/plan/preview";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { TYPES } from "../../../../provider/types";
import { OWNER } from "../../../support/plan";

type Properties = Record<string, unknown>;

/** A step as the engine tells it, from a state to inputs. */
const step = (op: string, kind: string, name: string, from?: Properties, to?: Properties, rest = {}): object => ({
  resourcePreEvent: {
    metadata: {
      ...{ op, urn: `urn:pulumi:dev::p::${TYPES.plugin}${kind}::${name}`, type: TYPES.plugin + kind },
      old: from && { type: TYPES.plugin + kind, outputs: { ...from, owner: OWNER }, ...rest },
      new: to && { inputs: { ...to, owner: OWNER } },
    },
  },
});

const same = (kind: string, name: string, it: Properties): object => step("same", kind, name, it, it);

const drawn = (events: object[]): PreviewGraph =>
  graphOfPreview(parsePreview(events.map((event) => JSON.stringify(event)).join("\n")));

const br0 = { name: "br0", up: true, addresses: ["10.0.0.1/24"] };
const ns0 = { name: "ns0" };
const cable = (namespace: string, address = "10.0.0.2/24", mtu = 1500): Properties => ({
  ...{ name: "veth0", up: true, mtu, addresses: [], master: "br0" },
  peer: { name: "ceth0", namespace, up: true, mtu, addresses: [address] },
});
const route = (gateway: string): Properties => ({ namespace: "ns0", destination: "default", type: "unicast", gateway });
const rule = (port: number): Properties => ({
  ...{ chain: "INPUT", protocol: "tcp", destinationPort: port, target: "ACCEPT", priority: 100 },
});
const container = (subnet: string): Properties => ({
  ...{ bridge: "br1", subnets: [subnet], internal: false, masquerade: true },
});

const cases: { name: string; events: object[]; want: string[] }[] = [
  {
    name: "nothing changes: no signs",
    events: [same("Namespace", "ns0", ns0), same("Bridge", "br0", br0)],
    want: ["host│br0 10.0.0.1/24  (bridge)", "ns0│lo alone"],
  },
  {
    name: "what is added and removed",
    events: [
      same("Bridge", "br0", br0),
      step("create", "Namespace", "ns0", undefined, ns0),
      step("create", "VethPair", "veth0", undefined, cable("ns0")),
      step("delete", "Namespace", "old", { name: "old" }),
      step("delete", "Namespace", "kept", { name: "kept" }, undefined, { retainOnDelete: true }),
      step("create", "Id", "not ours", undefined, {}),
    ],
    want: [
      "host│  br0 10.0.0.1/24  (bridge)│+ └─ veth0 ═════ ns0: ceth0 10.0.0.2/24",
      "kept│  lo alone",
      "+ ns0│+ ceth0 10.0.0.2/24 ═════ host: veth0",
      "- old│  lo alone",
    ],
  },
  {
    name: "what changes in place, also where that is not drawn",
    events: [
      same("Namespace", "ns0", ns0),
      step("update", "VethPair", "veth0", cable("ns0"), cable("ns0", "10.0.0.2/24", 1400)),
      step("update", "Route", "default", route("10.0.0.1"), route("10.0.0.7")),
      step("update", "FirewallRule", "web", rule(80), rule(81)),
    ],
    want: [
      [
        "host│~ veth0 ═════ ns0: ceth0 10.0.0.2/24  (port of br0)",
        "+ INPUT -p tcp -m tcp --dport 81 -j ACCEPT  (firewall rule)",
        "- INPUT -p tcp -m tcp --dport 80 -j ACCEPT  (firewall rule)",
      ].join("│"),
      "ns0│~ ceth0 10.0.0.2/24 ═════ host: veth0│~ default ──▶ 10.0.0.7",
    ],
  },
  {
    name: "a repair of what drifted",
    events: [step("update", "Bridge", "br0", { ...br0, drift: ["a rule is missing"] }, br0)],
    want: ["host│~ br0 10.0.0.1/24  (bridge)"],
  },
  {
    name: "a replacement, of which one end goes elsewhere",
    events: [
      same("Namespace", "ns0", ns0),
      step("delete-replaced", "Namespace", "ns1", { name: "ns1" }),
      step("create-replacement", "Namespace", "ns1", { name: "ns1" }, { name: "ns2" }),
      step("delete-replaced", "VethPair", "veth0", cable("ns1")),
      step("create-replacement", "VethPair", "veth0", cable("ns1"), cable("ns2")),
      step("delete-replaced", "Route", "default", route("10.0.0.1")),
      step("create-replacement", "Route", "default", route("10.0.0.1"), route("10.0.0.1")),
    ],
    want: [
      "host│+ veth0 ═════ ns2: ceth0 10.0.0.2/24  (port of br0)│- veth0 ═════ ns1: ceth0 10.0.0.2/24  (port of br0)",
      "ns0│~ default ──▶ 10.0.0.1",
      "- ns1│- ceth0 10.0.0.2/24 ═════ host: veth0",
      "+ ns2│+ ceth0 10.0.0.2/24 ═════ host: veth0",
    ],
  },
  {
    name: "what only the update will know",
    events: [step("create", "Bridge", "br0", undefined, { name: UNKNOWN, addresses: UNKNOWN })],
    want: ["host│+ <known after up> <known after up>  (bridge)"],
  },
];

/** A box a line, without what makes it one. */
const compact = (text: string): string[] =>
  text
    .split("┌─ ")
    .slice(1)
    .map((box) =>
      box
        .split("\n")
        .map((line) => line.replace(/ ─+┐$|^│ | *│$|^└─.*┘$/g, ""))
        .filter(Boolean)
        .join("│"),
    );

describe("graph of a preview:", () => {
  for (const { name, events, want } of cases) {
    it(name, async () => {
      const { graph, unknown } = drawn(events);
      assert.deepEqual(compact(await render(graph, "text")), want);
      assert.deepEqual(unknown, []);
    });
  }

  it("names what it cannot draw", () => {
    const { graph, unknown } = drawn([step("create", "ContainerNetwork", "web", undefined, container(UNKNOWN))]);
    assert.deepEqual([graph.interfaces, unknown], [[], ["web"]]);
  });

  const coloured: [Format, RegExp][] = [
    ["mermaid", /i0\[\["#43; br0<br\/>10\.0\.0\.1\/24"\]\][^]*\n {2}style i0 stroke:#1a7f37,color:#1a7f37\n/],
    ["mermaid", /subgraph p2\["#45; old"\][^]*\n {2}style p2 stroke:#cf222e,color:#cf222e,stroke-dasharray:4\n/],
    ["mermaid", /p1_change\["#126; default .*"\][^]*\n {2}style p1_change stroke:#9a6700,color:#9a6700/],
    ["dot", /i0 \[label="\+ br0\\n10\.0\.0\.1\/24", .*color="#1a7f37", fontcolor="#1a7f37"\]/],
    ["dot", /label="- old"; color="#cf222e"; fontcolor="#cf222e";/],
    ["dot", /p1_change \[label="~ default .*, color="#9a6700", fontcolor="#9a6700"\]/],
    ["svg", /<text [^>]*fill="#1a7f37">\+ br0<\/text>/],
    ["svg", /<text [^>]*fill="#cf222e">&#45; old<\/text>/],
    ["svg", /<text [^>]*fill="#9a6700">~ default /],
  ];
  for (const [format, want] of coloured) {
    it(`is in colour: ${format}, ${want.source.slice(0, 20)}`, async () => {
      const { graph } = drawn([
        step("create", "Bridge", "br0", undefined, br0),
        step("delete", "Namespace", "old", { name: "old" }),
        step("update", "Route", "default", route("10.0.0.1"), route("10.0.0.7")),
      ]);
      assert.match(await render(graph, format), want);
    });
  }
});
