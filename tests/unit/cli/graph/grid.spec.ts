import assert from "node:assert/strict";
import { gridsOf } from "../../../../cli/graph/grid";
import { type Graph, graphOf, type StackResource } from "../../../../cli/graph/model";
import { render } from "../../../../cli/graph/render";
import { TYPES } from "../../../../provider/types";

const resource = (kind: string, outputs: Record<string, unknown>): StackResource => ({
  type: TYPES.dynamic + kind,
  outputs,
});

const container = (name: string, index: number, ...more: StackResource[]): StackResource[] => [
  resource("Namespace", { name }),
  resource("VethPair", {
    ...{ name: `v${index}`, master: "br0" },
    peer: { name: "eth0", namespace: name, addresses: [`10.0.0.${index + 2}/24`] },
  }),
  resource("Route", { namespace: name, destination: "default", type: "unicast", gateway: "10.0.0.1" }),
  ...more,
];

const network = (...containers: StackResource[][]): Graph =>
  graphOf([resource("Bridge", { name: "br0", addresses: ["10.0.0.1/24"] }), ...containers.flat()]);

const set = (count: number): StackResource[][] =>
  Array.from({ length: count }, (_, index) => container(`ns${index}`, index));

const titles = (graph: Graph): string[][] => gridsOf(graph).map(({ cells }) => cells.map(({ title }) => title));

describe("namespaces at one bridge", () => {
  it("are boxes while they are few, and then a table, in the order of their numbers", () => {
    assert.deepEqual(titles(network(...set(3))), []);
    assert.deepEqual(titles(network(...set(11))), [Array.from({ length: 11 }, (_, index) => `ns${index}`)]);
  });

  it("are boxes where they have more than one cable", () => {
    const both = resource("VethPair", { name: "a", peer: { name: "eth1", namespace: "ns1" }, namespace: "ns2" });
    assert.deepEqual(titles(network(...set(6), [both])), [["ns0", "ns3", "ns4", "ns5"]]);
  });

  it("tell once what they have in common, and each what it has alone", () => {
    const service = resource("Service", { namespace: "ns9", name: "web", command: ["serve"] });
    const [grid] = gridsOf(network(...set(4), container("ns9", 9, service)));
    assert.deepEqual(grid?.common, ["default ──▶ host: br0 10.0.0.1"]);
    assert.deepEqual(
      grid.cells.map(({ lines }) => lines),
      [
        ["eth0 10.0.0.2/24"],
        ["eth0 10.0.0.3/24"],
        ["eth0 10.0.0.4/24"],
        ["eth0 10.0.0.5/24"],
        ["eth0 10.0.0.11/24", "serve  (service web)"],
      ],
    );
  });

  it("are drawn once, with one line from their bridge", async () => {
    const graph = network(...set(40));
    const dot = await render(graph, "dot");
    assert.equal([...dot.matchAll(/ -- /g)].length, 1);
    assert.equal([...dot.matchAll(/subgraph/g)].length, 1);
    const svg = await render(graph, "svg");
    for (let index = 0; index < 40; index++) assert.match(svg, new RegExp(`>ns${index}</text>`));
  });

  it("are drawn whatever they are called", async () => {
    const name = `a<b>&"]`;
    const svg = await render(network(...set(4), container(name, 9)), "svg");
    assert.ok(svg.includes(">a&lt;b&gt;&amp;&quot;]</text>"), svg);
  });

  it("tell what becomes of them, where it is one thing", () => {
    const added = network(...set(5));
    const all = added.namespaces.map((it) => ({ ...it, change: "add" as const }));
    const every = <Item extends object>(items: readonly Item[]): Item[] =>
      items.map((it) => ({ ...it, change: "add" as const }));
    const interfaces = every(added.interfaces);
    const at = new Map(added.interfaces.map((it, index) => [it, interfaces[index] ?? it]));
    const cables = added.cables.map(([a, b]): [typeof a, typeof b] => [at.get(a) ?? a, at.get(b) ?? b]);
    const graph = { ...added, namespaces: all, interfaces, cables, routes: every(added.routes) };
    assert.deepEqual(titles(graph), [["+ ns0", "+ ns1", "+ ns2", "+ ns3", "+ ns4"]]);
    assert.deepEqual(titles({ ...graph, routes: added.routes }), []);
  });

  it("tell in red why a packet ends in one", async () => {
    const graph = { ...network(...set(4)), stop: { place: "ns2", device: "eth0", lines: ["✖ no-route", "why"] } };
    assert.deepEqual(
      gridsOf(graph)[0]?.cells.map(({ stop }) => stop),
      [[], [], ["✖ no-route", "why"], []],
    );
    assert.match(await render(graph, "dot"), /<FONT COLOR="#cf222e">✖ no-route<\/FONT>/);
  });
});
