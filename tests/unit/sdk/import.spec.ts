import assert from "node:assert/strict";
import { register } from "../../support/mock-program";

describe("import and get", () => {
  it("says that Pulumi's dynamic providers cannot import", async () => {
    await assert.rejects(
      register((linuxnet) => Promise.resolve(new linuxnet.Bridge("br0", {}, { import: "br0" }))),
      /linuxnet.Bridge br0: only the plugin can import; choose it by `pulumi config set linuxnet:mode plugin`, or take the option out once it has/,
    );
  });

  it("needs no argument to read what stands, and says nothing of it but whose it would be", async () => {
    const all = await register((linuxnet) => {
      linuxnet.Namespace.get("a", "a");
      linuxnet.VethPair.get("b", "b");
      linuxnet.Bridge.get("c", "c");
      linuxnet.Route.get("d", "default");
      linuxnet.Masquerade.get("e", "10.0.0.0/24");
      linuxnet.PortForward.get("f", ":80/tcp");
    });
    assert.deepEqual(Object.keys(all).sort(), ["a", "b", "c", "d", "e", "f"]);
    for (const { inputs, owner } of Object.values(all)) {
      assert.deepEqual(inputs, {});
      assert.match(owner, /^[0-9a-f]{16}$/);
    }
  });
});
