import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as linuxnet from "../../../sdk";
import { valueOf } from "../../support/mock-program";

interface Asked {
  token: string;
  inputs: unknown;
  provider: string | undefined;
}

/** Runs a program without an engine, and answers what it asked the plugin. */
async function asked(program: () => unknown, { mode, made = true }: { mode?: string; made?: boolean }) {
  const all: Asked[] = [];
  const call = ({ token, inputs, provider }: pulumi.runtime.MockCallArgs): object => {
    all.push({ token, inputs, provider: provider?.split("::").at(-2) });
    return { links: [] };
  };
  const newResource = ({
    name,
    inputs,
  }: pulumi.runtime.MockResourceArgs): { id: string | undefined; state: object } => ({
    id: made ? name : undefined,
    state: inputs as object,
  });
  await pulumi.runtime.setMocks({ call, newResource }, "project", "stack", !made);
  pulumi.runtime.setAllConfig(mode === undefined ? {} : { "linuxnet:mode": mode });
  try {
    await program();
    await pulumi.runtime.disconnect();
  } finally {
    pulumi.runtime.setAllConfig({});
  }
  return all;
}

describe("the functions of the SDK", () => {
  it("look for themselves in dynamic mode", async () => {
    const all = await asked(async () => {
      const { links } = await linuxnet.getLinks();
      assert.ok(links.some(({ name }) => name === "lo"));
      const again = await valueOf(linuxnet.getLinksOutput({ kind: pulumi.output("no-such-kind") }));
      assert.deepEqual(again, { links: [] });
    }, {});
    assert.deepEqual(all, []);
  });

  it("say in dynamic mode what is wrong with their arguments", async () => {
    await asked(async () => {
      await assert.rejects(linuxnet.getUplink({ family: 5 as 4 }), {
        message: "getUplink: family: expected 4 or 6, got 5",
      });
    }, {});
  });

  it("ask the plugin in its mode", async () => {
    const all = await asked(
      async () => {
        await linuxnet.getLinks({ namespace: "ns0" });
        const ns1 = new linuxnet.Namespace("ns1");
        await valueOf(linuxnet.getRoutesOutput({ namespace: ns1, table: "main" }));
        await linuxnet.getNamespaces();
      },
      { mode: "plugin" },
    );
    assert.deepEqual(
      all.map(({ token, inputs }) => [token, inputs]),
      [
        ["linuxnet:index:getLinks", { namespace: "ns0" }],
        ["linuxnet:index:getRoutes", { namespace: "ns1", table: "main" }],
        ["linuxnet:index:getNamespaces", {}],
      ],
    );
  });

  it("ask the provider that they name, or that a parent has", async () => {
    const all = await asked(async () => {
      const provider = new linuxnet.Provider("lab");
      const parent = new linuxnet.Bridge("br0", {}, { provider });
      await linuxnet.getUplink({}, { provider });
      await valueOf(linuxnet.getUplinkOutput({}, { parent }));
    }, {});
    const lab = { token: "linuxnet:index:getUplink", inputs: {}, provider: "lab" };
    assert.deepEqual(all, [lab, lab]);
  });

  it("wait in a preview for the resources that their arguments are of", async () => {
    await asked(
      async () => {
        const ns0 = new linuxnet.Namespace("ns0");
        assert.equal(await valueOf(linuxnet.getLinksOutput({ namespace: ns0 })), "unknown");
        assert.equal(await valueOf(linuxnet.getLinksOutput({ namespace: ns0.name })), "unknown");
      },
      { made: false },
    );
  });
});
