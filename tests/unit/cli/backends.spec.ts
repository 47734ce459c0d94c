import assert from "node:assert/strict";
import { backendsOf } from "../../../cli/backends";

const urn = (name: string): string => `urn:pulumi:dev::p::pulumi:providers:linuxnet::${name}`;
const provider = (name: string, inputs: object): object => ({
  urn: urn(name),
  type: "pulumi:providers:linuxnet",
  inputs: { ...inputs },
});
const resources = [
  provider("default", { iptables: "legacy" }),
  provider("own", {}),
  { urn: "urn:pulumi:dev::p::linuxnet:index:Bridge::br0", type: "linuxnet:index:Bridge", inputs: { iptables: "nft" } },
] as Parameters<typeof backendsOf>[0];

describe("the backend of iptables of a resource", () => {
  it("is what its provider sets", () => {
    const backendOf = backendsOf(resources, "nft");
    assert.deepEqual(
      ["default", "own"].map((name) => backendOf(`${urn(name)}::id`)),
      ["legacy", undefined],
    );
  });

  it("is what the stack sets, where its provider is not told of", () => {
    assert.equal(backendsOf([], "nft")(`${urn("default")}::id`), "nft");
  });

  it("is the one that iptables is, where nothing else is said", () => {
    assert.equal(backendsOf(resources)(undefined), undefined);
    assert.equal(backendsOf(resources, "[secret]")(undefined), undefined);
  });
});
