import assert from "node:assert/strict";
import { MARK, secretsIn, withMarks, withoutMarks } from "../../../../provider/plugin/secrets";

const secret = (value: unknown): object => ({ [MARK]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("secrets in a message", () => {
  it("are known by the names of the properties that hold them, and of what is told of these", () => {
    assert.deepEqual(secretsIn({ name: "br0", mac: secret("02:00:00:00:00:01") }), ["mac"]);
    assert.deepEqual(secretsIn({ peer: { addresses: ["10.0.0.1/24", secret("10.0.0.2/24")] } }), ["peer"]);
    assert.deepEqual(secretsIn({ addresses: secret(["10.0.0.1/24"]) }), ["addresses", "address", "address6"]);
    assert.deepEqual(secretsIn({ name: "br0", sysctls: { a: "1" }, mtu: 1500 }), []);
  });

  it("lose their marks, however deep", () => {
    const marked = { mtu: secret(1500), peer: { addresses: secret([secret("10.0.0.1/24")]) } };
    assert.deepEqual(withoutMarks(marked), { mtu: 1500, peer: { addresses: ["10.0.0.1/24"] } });
  });

  it("get them back, and nothing else does", () => {
    const properties = { mtu: 1500, address: "10.0.0.1", address6: undefined };
    const marked = { mtu: 1500, address: secret("10.0.0.1"), address6: undefined };
    assert.deepEqual(withMarks(properties, ["address", "address6", "gone"]), marked);
  });
});
