import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { register, type Sdk } from "../../support/mock-program";

describe("a provider of the program's own", () => {
  it("takes its settings, and serves who names it or has a parent that does", async () => {
    const registered = await register((linuxnet) => {
      const provider = new linuxnet.Provider("lab", { namespace: "lab", strict: true, iptables: "legacy" });
      const parent = new linuxnet.Bridge("br0", {}, { provider });
      new linuxnet.Route("child", { destination: "10.9.0.0/16", type: "blackhole" }, { parent });
      new linuxnet.Bridge("br1");
    });
    assert.equal(registered.lab?.type, "pulumi:providers:linuxnet");
    assert.deepEqual(registered.lab.inputs, { namespace: "lab", strict: true, iptables: "legacy" });
    assert.equal(registered.br0?.type, "linuxnet:index:Bridge");
    assert.equal(registered.child?.type, "linuxnet:index:Route");
    assert.equal(registered.br1?.type, "pulumi-nodejs:dynamic/linuxnet:Bridge");
  });

  it("is the home of what names no namespace, but for a pair's other end, and of nothing else", async () => {
    const registered = await register((linuxnet) => {
      const provider = new linuxnet.Provider("lab", { namespace: "lab" });
      const br0 = new linuxnet.Bridge("br0", {}, { provider });
      new linuxnet.VethPair("v0", { master: br0, peer: { name: "p0" } }, { provider });
      new linuxnet.VethPair("v1", { namespace: "a", peer: { name: "p1", namespace: "b" } }, { provider });
      new linuxnet.Bridge("br1");
    });
    const ends = ["v0", "v1"].map(
      (name) => registered[name]?.inputs as { namespace?: string; peer: { namespace?: string } },
    );
    assert.deepEqual(
      ends.map(({ namespace, peer }) => [namespace, peer.namespace]),
      [
        ["lab", undefined],
        ["a", "b"],
      ],
    );
    assert.equal(registered.br0?.inputs.namespace, "lab");
    assert.equal(registered.br1?.inputs.namespace, undefined);
  });

  it("is refused if it is one of something else", async () => {
    class Other extends pulumi.ProviderResource {}
    const program = (linuxnet: Sdk): void =>
      void new linuxnet.Bridge("br0", {}, { provider: new Other("other", "other") });
    await assert.rejects(register(program), /provider: expected a linuxnet.Provider, got one of other/);
  });
});
