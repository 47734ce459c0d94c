import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../../cli/failure";
import { graphOf } from "../../../cli/graph/model";
import { textOf } from "../../../cli/graph/text";
import { withoutSecrets } from "../../../cli/plan/changes";
import { exportStack, type StackExport } from "../../../cli/stack-export";

/** As `pulumi stack export` tells it. */
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };
const bridge = {
  ...{ urn: "urn:pulumi:dev::web::linuxnet:index:Bridge::br0", type: "linuxnet:index:Bridge" },
  outputs: { name: "br0", addresses: secret },
};

describe("an exported stack", () => {
  let folder: string;

  before(() => (folder = mkdtempSync(join(tmpdir(), "linuxnet-export-"))));
  after(() => rmSync(folder, { recursive: true }));

  const read = (text: string): Promise<StackExport> => {
    const stackFile = join(folder, "state.json");
    writeFileSync(stackFile, text);
    return exportStack("graph", { stackFile });
  };

  it("has its resources and pending operations, and a mark for what is secret", async () => {
    const pending = { type: "creating", resource: { urn: "u", type: "t" } };
    const text = JSON.stringify({ version: 3, deployment: { resources: [bridge], pending_operations: [pending] } });
    const want = { ...bridge, outputs: { name: "br0", addresses: "[secret]" } };
    assert.deepEqual(await read(text), { resources: [want], pending: [pending] });
  });

  it("is drawn without what is secret", async () => {
    const { resources } = await read(JSON.stringify({ deployment: { resources: [bridge] } }));
    assert.match(textOf(graphOf(resources.map(withoutSecrets))), /│ br0 {2}\(bridge\) │/);
  });

  it("may be empty", async () => {
    assert.deepEqual(await read(`{"deployment": {}}`), { resources: [], pending: [] });
  });

  for (const text of ["", "{", "{}", "[]", `"text"`]) {
    it(`is not ${JSON.stringify(text)}`, async () => {
      await assert.rejects(read(text), (error: Failure) => {
        assert.ok(error instanceof Failure);
        assert.match(error.message, /^graph: .*state\.json holds no exported stack$/);
        return true;
      });
    });
  }
});
