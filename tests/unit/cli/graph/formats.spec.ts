import assert from "node:assert/strict";
import { graphOf, type StackResource } from "../../../../cli/graph/model";
import { type Format, render } from "../../../../cli/graph/render";
import { TYPES } from "../../../../provider/types";

const resource = (kind: string, outputs: Record<string, unknown>): StackResource => ({
  type: TYPES.dynamic + kind,
  outputs,
});

const network = graphOf([
  resource("Bridge", { name: "br0", addresses: ["10.0.0.1/24"] }),
  resource("Namespace", { name: "ns0" }),
  resource("Namespace", { name: "empty" }),
  resource("VethPair", {
    ...{ name: "veth0", master: "br0" },
    peer: { name: "ceth0", namespace: "ns0", addresses: ["10.0.0.2/24"] },
  }),
  resource("Route", { namespace: "ns0", destination: "default", type: "unicast", gateway: "10.0.0.1" }),
  resource("Masquerade", { source: "10.0.0.0/16", inInterface: "br0", outInterface: "enp0s1" }),
]);

const MERMAID = `
flowchart LR
  subgraph p0["host"]
    i0[["br0<br/>10.0.0.1/24"]]
    i2("veth0")
    p0_notes["10.0.0.0/16 from br0 ──▶ enp0s1 as its own address  #40;masquerade#41;"]
  end
  subgraph p1["empty"]
    p1_empty["lo alone"]
  end
  subgraph p2["ns0"]
    i1("ceth0<br/>10.0.0.2/24")
    p2_notes["default ──▶ host: br0 10.0.0.1"]
  end
  i0 --- i2
  i2 === i1
  style p0_notes text-align:left
  style p1_empty text-align:left
  style p2_notes text-align:left`;

const DOT = `
  subgraph cluster_p0 {
    label="host";
    i0 [label="br0\\n10.0.0.1/24", style=filled, fillcolor="#ddf4ff"];
    i2 [label="veth0"];
    p0_notes [label="10.0.0.0/16 from br0 ──▶ enp0s1 as its own address  (masquerade)\\l", shape=note, style=filled, fillcolor="#f6f8fa", fontsize=10];
  }
  subgraph cluster_p1 {
    label="empty";
    p1_empty [label="lo alone\\l", shape=note, style=filled, fillcolor="#f6f8fa", fontsize=10];
  }
  subgraph cluster_p2 {
    label="ns0";
    i1 [label="ceth0\\n10.0.0.2/24"];
    p2_notes [label="default ──▶ host: br0 10.0.0.1\\l", shape=note, style=filled, fillcolor="#f6f8fa", fontsize=10];
  }
  i0 -- i2;
  i2 -- i1 [penwidth=3];
}`;

/** What names of others may hold, that means something to what draws them. */
const HOSTILE = `a"];\\N&lt;<b>#\`]`;

const hostile: [Format, string][] = [
  ["text", `│ ${HOSTILE}  (bridge) │`],
  ["mermaid", 'i0[["a#34;#93;#59;#92;N#38;lt#59;#60;b#62;#35;#96;#93;"]]\n'],
  ["dot", `i0 [label="a\\"];\\\\N&amp;lt;<b>#\`]", `],
  ["svg", ">a&quot;];\\N&amp;lt;&lt;b&gt;#`]</text>"],
];

describe("graph, drawn by others:", () => {
  it("Mermaid", async () => assert.equal(`\n${await render(network, "mermaid")}`, MERMAID));

  it("DOT", async () => {
    const text = await render(network, "dot");
    assert.match(text, /^graph linuxnet \{\n {2}rankdir=LR;\n/);
    assert.equal(text.slice(-DOT.length), DOT);
  });

  it("SVG, with a group for each place, node and edge", async () => {
    const text = await render(network, "svg");
    assert.match(text, /^<\?xml [^]*<\/svg>$/);
    const titles = [...text.matchAll(/<title>(.*)<\/title>/g)].map(([, title]) => title);
    const cables = ["i0&#45;&#45;i2", "i2&#45;&#45;i1"];
    const places = ["cluster_p0", "cluster_p1", "cluster_p2"];
    const nodes = ["i0", "i1", "i2", "p0_notes", "p1_empty", "p2_notes"];
    assert.deepEqual(titles.sort(), [...places, ...nodes, ...cables, "linuxnet"].sort());
    for (const label of ["host", "ceth0", "10.0.0.2/24"]) assert.ok(text.includes(`>${label}</text>`), label);
  });

  for (const [format, want] of hostile) {
    it(`a name is no more than a name: ${format}`, async () => {
      const text = await render(graphOf([resource("Bridge", { name: HOSTILE })]), format);
      assert.ok(text.includes(want), text);
    });

    it(`nothing directs who reads it: ${format}`, async () => {
      const text = await render(graphOf([resource("Bridge", { name: "a\x1b[31m\n\u202eb" })]), format);
      assert.doesNotMatch(text, /[^\P{C}\n]/u);
      assert.match(text, /1b.*202e/);
    });
  }
});
