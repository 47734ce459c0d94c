import assert from "node:assert/strict";
import { namesById } from "../../../../provider/host/namespace-ids";
import { FakeHost } from "../../../support/fake-host";

describe("the names of namespaces that are known by numbers", () => {
  const listed = JSON.stringify([{ nsid: 0 }, { nsid: 1, name: "ns1" }]);

  it("are those of the list, and what it lacks", async () => {
    const host = new FakeHost([
      { argv: "ip -j netns list-id nsid 7", prints: JSON.stringify([{ nsid: 7, name: "ns7" }]) },
    ]);
    const names = await namesById(host, undefined, { listed, needed: [0, 1, 7, 7] });
    host.assertDone();
    assert.deepEqual(
      [...names],
      [
        [1, "ns1"],
        [7, "ns7"],
      ],
    );
  });

  it("are not asked for of one that is being removed", async () => {
    const host = new FakeHost([]);
    assert.deepEqual([...(await namesById(host, undefined, { listed, needed: [-1] }))], [[1, "ns1"]]);
    host.assertDone();
  });
});
