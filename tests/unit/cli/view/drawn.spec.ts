import assert from "node:assert/strict";
import { drawn } from "../../../../cli/view/drawn";
import type { Graph, Interface } from "../../../../cli/graph/model";

describe("a drawing of what changes all the time", () => {
  const eth0: Interface = { place: "ns0", name: "eth0", kind: "veth", addresses: ["10.0.0.2/24"] };
  const graph: Graph = {
    ...{ places: ["ns0"], namespaces: [], interfaces: [eth0], cables: [], routes: [], masquerades: [], forwards: [] },
    ...{ firewallRules: [], parameters: [], services: [], rules: [], qdiscs: [] },
  };

  it("is laid out once, and tells what is now", async () => {
    const first = await drawn(graph, new Map([[eth0, "first"]]));
    const second = await drawn(graph, new Map([[eth0, "second"]]));
    assert.match(first, />first</);
    assert.equal(second, first.replace(">first<", ">second<"));
  });

  it("is laid out anew where something else changes", async () => {
    const other = { ...eth0, name: "eth1" };
    const svg = await drawn({ ...graph, interfaces: [other] }, new Map([[other, "third"]]));
    assert.match(svg, />eth1</);
    assert.match(svg, />third</);
  });
});
