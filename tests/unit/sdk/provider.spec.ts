import assert from "node:assert/strict";
import { register } from "../../support/mock-program";

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
});
