import assert from "node:assert/strict";
import type { Graph, Interface } from "../../../../cli/graph/model";
import { render } from "../../../../cli/graph/render";
import { withWay, wrapped } from "../../../../cli/view/way";

const eth0: Interface = { place: "ns0", name: "eth0", kind: "veth", addresses: ["10.0.0.2/24"] };
const veth0: Interface = { place: undefined, name: "veth0", kind: "veth", addresses: ["10.0.0.1/24"] };
const graph: Graph = {
  ...{ places: [undefined, "ns0"], namespaces: [{ place: "ns0" }], interfaces: [eth0, veth0], cables: [[eth0, veth0]] },
  ...{
    routes: [],
    masquerades: [],
    forwards: [],
    firewallRules: [],
    parameters: [],
    services: [],
    rules: [],
    qdiscs: [],
  },
};
const forth = [
  { place: "ns0", text: "route: default via 10.0.0.1", device: "eth0" },
  { place: undefined, text: "comes in by veth0", device: "veth0" },
];

describe("the way of a packet in a drawing", () => {
  const traffic = new Map([[eth0, "↓ 1 ↑ 2"]]);

  it("marks the interfaces that it passes, which tell what they told", () => {
    const [drawn, told] = withWay(graph, traffic, { forth, back: [], stop: undefined, at: undefined });
    assert.deepEqual(
      drawn.interfaces.map(({ isOnWay }) => isOnWay),
      [true, true],
    );
    assert.equal(told.get(drawn.interfaces[0] as Interface), "↓ 1 ↑ 2");
    assert.equal(drawn.cables[0]?.[0], drawn.interfaces[0]);
    assert.equal(drawn.stop, undefined);
  });

  it("is marked where it ends, at the interface that the packet came to last", async () => {
    const stop = { reason: "forwarding-off" as const, text: "the host forwards nothing", fix: [] };
    const [drawn] = withWay(graph, traffic, { forth, back: [], stop, at: undefined });
    const lines = ["✖ forwarding-off", "the host forwards nothing"];
    assert.deepEqual(drawn.stop, { place: undefined, device: "veth0", lines });
    const dot = await render(drawn, "dot");
    assert.match(dot, /p0_stop \[label="✖ forwarding-off\\lthe host forwards nothing\\l", .*color="#cf222e"/);
    assert.match(dot, /i1 -- p0_stop \[.*color="#cf222e"/);
  });

  it("ends in the namespace itself where no interface was passed", async () => {
    const stop = { reason: "no-route" as const, text: "no route leads to 8.8.8.8", fix: [] };
    const [drawn] = withWay(graph, traffic, { forth: [], back: [], stop, at: "ns0" });
    assert.equal(drawn.stop?.device, undefined);
    const dot = await render(drawn, "dot");
    assert.match(dot, /p1_stop \[/);
    assert.doesNotMatch(dot, /-- p1_stop/);
  });

  for (const [text, want] of [
    ["", [""]],
    ["short", ["short"]],
    ["nothing listens on tcp 10.0.0.2:80 of it", ["nothing listens on tcp", "10.0.0.2:80 of it"]],
    ["a fd00:aaaa:bbbb:cccc:dddd:eeee:ffff:1111 b", ["a", "fd00:aaaa:bbbb:cccc:dddd:eeee:ffff:1111", "b"]],
  ] as const) {
    it(`is told in lines: ${text}`, () => assert.deepEqual(wrapped(text), want));
  }
});
