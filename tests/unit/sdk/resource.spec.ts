import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Registered, type Sdk } from "../../support/mock-program";

const everything = (linuxnet: Sdk, suffix = ""): void => {
  new linuxnet.Namespace(`ns${suffix}`);
  new linuxnet.Bridge(`br${suffix}`);
  new linuxnet.VethPair(`veth${suffix}`, { peer: { name: "peer" } });
  new linuxnet.Route(`route${suffix}`, { destination: "default", gateway: "10.9.9.9" });
  new linuxnet.Masquerade(`masquerade${suffix}`, { source: "10.0.0.0/16" });
  new linuxnet.PortForward(`forward${suffix}`, {
    hostPort: 80,
    targetAddress: "10.9.9.9",
    targetNetwork: "10.9.9.0/24",
  });
};
const owners = (all: Record<string, Registered>): Record<string, string> =>
  Object.fromEntries(Object.values(all).map(({ name, owner }) => [name, owner]));

class Site extends pulumi.ComponentResource {
  constructor(linuxnet: Sdk, name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Site", name, {}, opts);
    new linuxnet.Bridge(`${name}-br`, { name: "br0" }, { parent: this });
    this.registerOutputs();
  }
}

describe("every resource", () => {
  it("has a short text for its handler, the same for all of its kind and in every version", async () => {
    const all = await register((linuxnet) => {
      everything(linuxnet);
      everything(linuxnet, "2");
    });
    const handlers = {
      ns: "namespace",
      br: "bridge",
      veth: "vethPair",
      route: "route",
      masquerade: "masquerade",
      forward: "portForward",
    };
    for (const [name, handler] of Object.entries(handlers)) {
      const text = `exports.handler=()=>require("pulumi-linuxnet/provider").${handler}`;
      assert.deepEqual([all[name]?.provider, all[`${name}2`]?.provider], [text, text]);
      assert.ok(text.length < 120);
    }
  });

  it("has a type token, and goes before its replacement comes", async () => {
    const all = await register(everything);
    const types = ["Namespace", "Bridge", "VethPair", "Route", "Masquerade", "PortForward"];
    assert.deepEqual(
      Object.values(all)
        .map(({ type }) => type)
        .sort(),
      types.map((type) => `pulumi-nodejs:dynamic/linuxnet:${type}`).sort(),
    );
    assert.ok(Object.values(all).every(({ deleteBeforeReplace }) => deleteBeforeReplace));
  });

  it("passes the provider's check", async () => {
    const all = await register(everything);
    assert.deepEqual(
      Object.values(all).flatMap(({ reasons }) => reasons),
      [],
    );
  });

  it("is refused by the check for an argument that does not exist", async () => {
    const all = await register((linuxnet) => new linuxnet.Bridge("br0", { mtuu: 1400 } as object));
    assert.match(all.br0?.reasons.join() ?? "", /^mtuu: expected one of .*, got "mtuu"$/);
  });
});

describe("owner", () => {
  /* What stands on users' hosts is found by these. */
  it("is this one, in every version", async () => {
    const all = owners(await register(everything));
    assert.deepEqual(all, {
      ...{ ns: "d213b063e6ab65bd", br: "d213b09f56a3ddc5", veth: "d213b015ef68d030" },
      ...{ route: "d213b087f96604b7", masquerade: "d213b07e7023983a", forward: "d213b021da938227" },
    });
  });

  it("is the same in every run, and another for every kind and name", async () => {
    const first = owners(await register(everything));
    assert.deepEqual(owners(await register(everything)), first);
    assert.deepEqual(owners(await register(everything, { preview: true })), first);
    const same = await register((linuxnet) => {
      new linuxnet.Namespace("br");
      new linuxnet.Bridge("br2");
    });
    const all = [...Object.values(first), ...Object.values(owners(same))];
    assert.equal(new Set(all).size, all.length);
    for (const owner of all) assert.match(owner, /^[0-9a-f]{16}$/);
  });

  it("is another in another project or stack", async () => {
    const bridge = (linuxnet: Sdk) => new linuxnet.Bridge("br0");
    const places = [{}, { project: "other" }, { stack: "other" }, { project: "stack", stack: "project" }];
    const found: (string | undefined)[] = [];
    for (const place of places) found.push((await register(bridge, place)).br0?.owner);
    assert.equal(new Set(found).size, places.length);
  });

  it("is of the parents' names and types, and not of their parents' other children", async () => {
    const all = await register((linuxnet) => {
      const outer = new pulumi.ComponentResource("test:index:Outer", "outer");
      const other = new pulumi.ComponentResource("test:index:Other", "other");
      new linuxnet.Bridge("a", {}, { parent: outer });
      new linuxnet.Bridge("b", {}, { parent: other });
      new linuxnet.Bridge("c", {}, { parent: outer });
      new Site(linuxnet, "site", { parent: outer });
    });
    const moved = await register((linuxnet) => {
      const outer = new pulumi.ComponentResource("test:index:Outer", "outer");
      const renamed = new pulumi.ComponentResource("test:index:Renamed", "outer");
      new linuxnet.Bridge("a", {}, { parent: outer });
      new linuxnet.Bridge("b");
      new linuxnet.Bridge("c", {}, { parent: renamed });
      new Site(linuxnet, "site");
    });
    assert.equal(all.a?.owner, moved.a?.owner);
    assert.notEqual(all.c?.owner, moved.c?.owner);
    assert.notEqual(all.b?.owner, moved.b?.owner);
    assert.notEqual(all["site-br"]?.owner, moved["site-br"]?.owner);
  });
});
