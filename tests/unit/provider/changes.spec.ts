import assert from "node:assert/strict";
import { changesBetween } from "../../../provider/changes";

/** Old and wanted values, and what Pulumi shows of them. */
const TABLE: [old: object, wanted: object, ...want: string[]][] = [
  [{ a: 1 }, { a: 1 }],
  [{ a: 1 }, { a: 2 }, "update a"],
  [{}, { a: 1 }, "add a"],
  [{ a: 1 }, {}, "delete a"],
  [{ addresses: ["x"] }, { addresses: ["x", "y"] }, "add addresses[1]"],
  [{ addresses: ["x", "y"] }, { addresses: ["y"] }, "update addresses[0]", "delete addresses[1]"],
  [{ sysctls: { "net.a": "0", b: "1" } }, { sysctls: { "net.a": "1", b: "1" } }, 'update sysctls["net.a"]'],
  [{ peer: { name: "a", mtu: 1 } }, { peer: { name: "a", mtu: 2 } }, "update peer.mtu"],
  [{ peer: { addresses: ["x"] } }, { peer: {} }, "delete peer.addresses"],
  [{ hostPort: 80 }, { hostPort: "80-81" }, "update hostPort"],
  [{ a: ["x"] }, { a: { b: "x" } }, "update a"],
];

describe("the values that change", () => {
  for (const [old, wanted, ...want] of TABLE) {
    it(`from ${JSON.stringify(old)} to ${JSON.stringify(wanted)}`, () => {
      const found = changesBetween(old, wanted);
      assert.deepEqual(
        found.map(({ kind, path }) => `${kind} ${path}`),
        want,
      );
    });
  }
});
