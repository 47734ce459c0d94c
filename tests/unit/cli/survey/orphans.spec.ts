import assert from "node:assert/strict";
import { orphansIn } from "../../../../cli/survey/orphans";
import { Ownership } from "../../../../cli/survey/stack";
import { SECRET } from "../../../../cli/plan/preview";
import type { Tables } from "../../../../provider/iptables/chains";
import type { NetnsFiles } from "../../../../provider/netns-files/lines";
import { specOf, stateOf } from "../../../support/plan";
import { exported, link, network, ownerOf, route, stateWith } from "../../../support/survey";
import { a, bridge, CASES, theirs, toNet } from "./orphan-cases";

const DEV = { project: "web", stack: "dev" };
const netnsFiles: NetnsFiles = new Map();

describe("what is in no state", () => {
  for (const { name, networks, files = [], state = stateWith([]), orphans = [], unclaimed = [], ...rest } of CASES) {
    it(`is ${name}`, () => {
      const { netnsFiles: its = netnsFiles } = rest;
      const found = orphansIn(
        { networks, files, netnsFiles: its, services: [], unread: [] },
        new Ownership(DEV, state),
      );
      const whats = (all: { what: string }[]): string[] => all.map(({ what }) => what);
      assert.deepEqual([whats(found.orphans), whats(found.unclaimed)], [orphans, unclaimed]);
    });
  }

  for (const inputs of [
    { hostPort: 53, protocol: "udp", targetAddress: "10.0.0.2", targetPort: 5353 },
    {
      hostPort: "8000-8010",
      protocol: "udp",
      hostAddress: "192.0.2.1",
      targetAddress: "10.0.0.2",
      outInterface: "eth0",
    },
    { hostPort: 53, protocol: "udp", targetAddress: "fd00::2" },
    { hostPort: 53, protocol: "udp", hostAddress: "2001:db8::1", targetAddress: "fd00::2" },
    { hostPort: 80, protocol: "tcp", targetAddress: "10.0.0.2" },
  ]) {
    it(`has the flows that go by the rules of a port forward: ${JSON.stringify(inputs)}`, () => {
      const state = stateOf("portForward", { owner: a, ...inputs });
      const chains = specOf("portForward")
        .create(state)
        .flatMap((it) => (it.tool === "iptables" ? it.chains : []));
      const tables = (family: 4 | 6): Tables => {
        const all: Tables = new Map();
        for (const { table, name, rules } of chains.filter((it) => it.family === family)) {
          all.set(table, (all.get(table) ?? new Map<string, string[]>()).set(name, [...rules]));
        }
        return all;
      };
      const networks = [{ ...network(undefined, {}), tables: { 4: tables(4), 6: tables(6) } }];
      const { orphans } = orphansIn(
        { networks, files: [], netnsFiles, services: [], unread: [] },
        new Ownership(DEV, stateWith([])),
      );
      const removal = specOf("portForward").remove(state);
      const want = removal.flatMap((it) => (it.tool === "conntrack" ? [it.flows] : []));
      assert.deepEqual(
        orphans.flatMap((it) => (it.kind === "rules" ? it.flows : [])),
        want,
      );
    });
  }

  it("names the resource whose creation was cut off", () => {
    const networks = [network(undefined, { links: [link("br0", "bridge", a), link("br1", "bridge", ownerOf("b"))] })];
    const { orphans } = orphansIn(
      { networks, files: [], netnsFiles, services: [], unread: [] },
      new Ownership(DEV, stateWith([], [bridge])),
    );
    assert.deepEqual(
      orphans.map(({ resource }) => resource),
      ["a", undefined],
    );
  });

  it("tells what a namespace holds that is not to go with it", () => {
    const held = exported("route", "r", { namespace: "ns0", destination: "10.9.0.0/16", gateway: "10.0.0.2" });
    const networks = [
      network("ns0", {
        owner: a,
        links: [
          link("sit0", "sit"),
          link("eth0", "veth", ownerOf("b")),
          link("eth1", "veth"),
          link("eth2", "veth", theirs),
        ],
        routes: [route("10.9.0.0/16", { gateway: "10.0.0.2" }), route("10.8.0.0/16")],
        chains: [`LN-FWD-${theirs}`, `LN-BR-${ownerOf("c")}`],
      }),
    ];
    const { orphans } = orphansIn(
      { networks, files: [], netnsFiles, services: [], unread: [] },
      new Ownership(DEV, stateWith([held])),
    );
    const [namespace] = orphans.filter(({ kind }) => kind === "namespace");
    assert.deepEqual(namespace?.kind === "namespace" && namespace.holds, [
      "eth1 (linuxnet did not make it)",
      `eth2 (of linuxnet:${theirs})`,
      `LN-FWD-${theirs}`,
      "route 10.9.0.0/16 via 10.0.0.2",
    ]);
  });

  it("is not to be told where a secret hides an owner", () => {
    const secretive = { ...bridge, inputs: {}, outputs: { ...bridge.outputs, owner: SECRET } };
    assert.equal(new Ownership(DEV, stateWith([secretive])).isHidden, true);
    assert.equal(new Ownership(DEV, stateWith([bridge, toNet])).isHidden, false);
  });
});
