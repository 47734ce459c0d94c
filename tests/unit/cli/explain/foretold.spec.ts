import assert from "node:assert/strict";
import { foretold } from "../../../../cli/explain/foretold";
import { parsePreview } from "../../../../cli/plan/preview";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { TYPES } from "../../../../provider/types";
import { OWNER } from "../../../support/plan";

type Properties = Record<string, unknown>;

const step = (op: string, name: string, old?: Properties, next?: Properties, rest = {}, kind = "Bridge"): object => ({
  resourcePreEvent: {
    metadata: {
      ...{ op, urn: `urn:pulumi:dev::p::${TYPES.plugin}${kind}::${name}`, type: TYPES.plugin + kind },
      old: old && { type: TYPES.plugin + kind, outputs: { ...old, owner: OWNER }, ...rest },
      new: next && { inputs: { ...next, owner: OWNER } },
    },
  },
});

const ns = (name: string): Properties => ({ name });

describe("what an update would leave", () => {
  const told = (...events: object[]): ReturnType<typeof foretold> =>
    foretold(parsePreview(events.map((event) => JSON.stringify(event)).join("\n")));

  it("is what is made, changed and stays, and nothing of what goes", () => {
    const found = told(
      step("same", "stays", { ...ns("a"), drift: ["gone"] }, ns("a"), {}, "Namespace"),
      step("create", "new", undefined, ns("b"), {}, "Namespace"),
      step("update", "changed", { name: "c", mtu: 1500 }, { name: "c", mtu: 1400 }),
      step("delete-replaced", "replaced", ns("d"), undefined, {}, "Namespace"),
      step("create-replacement", "replaced", ns("d"), ns("e"), {}, "Namespace"),
      step("replace", "replaced", ns("d"), ns("e"), {}, "Namespace"),
      step("read", "others", undefined, ns("f"), {}, "Namespace"),
      step("delete", "kept", ns("g"), undefined, { retainOnDelete: true }, "Namespace"),
      step("delete", "gone", ns("h"), undefined, {}, "Namespace"),
      step("create", "strange", undefined, {}, {}, "Id"),
    );
    assert.deepEqual(
      found.map(({ name, inputs }) => [name, { ...inputs }]),
      [
        ["stays", { name: "a", owner: OWNER }],
        ["new", { name: "b", owner: OWNER }],
        ["changed", { name: "c", mtu: 1400, owner: OWNER }],
        ["replaced", { name: "e", owner: OWNER }],
        ["kept", { name: "g", owner: OWNER }],
      ],
    );
  });

  it("says what is not known of it", () => {
    const [bridge] = told(step("create", "br0", undefined, { name: "br0", addresses: UNKNOWN }));
    assert.deepEqual(bridge?.unknown, ["addresses is known only in the update"]);
  });
});
