import assert from "node:assert/strict";
import { MARK } from "../../../../provider/plugin/mark";
import { Secrets, secretsIn, textsIn, withMarks, withoutMarks } from "../../../../provider/plugin/secrets";

const secret = (value: unknown): object => ({ [MARK]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("secrets in a message", () => {
  it("are known by the names of the properties that hold them, and of what is told of these", () => {
    const names = (properties: object): string[] => secretsIn({ ...properties });
    assert.deepEqual(names({ name: "br0", mac: secret("02:00:00:00:00:01") }), ["mac", "imported"]);
    assert.deepEqual(names({ peer: { addresses: ["10.0.0.1/24", secret("10.0.0.2/24")] } }), ["peer", "imported"]);
    const told = ["addresses", "address", "address6", "imported"];
    assert.deepEqual(names({ addresses: secret(["10.0.0.1/24"]) }), told);
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

  const hidden: [values: unknown[], shown: string, hidden: string][] = [
    [
      [["10.0.0.1/24"]],
      "add 10.0.0.1/24 dev br0, 10.0.0.0/24; via 10.0.0.1:80, not 10.0.0.11 or 110.0.0.1",
      "add [secret] dev br0, [secret]; via [secret]:80, not 10.0.0.11 or 110.0.0.1",
    ],
    [
      [{ peer: { addresses: ["FD00:0::1/64"] } }],
      "at least 1280, for fd00::1/64 in fd00::/64",
      "at least 1280, for [secret] in [secret]",
    ],
    [["02:00:00:00:00:AB", 1400], "address 02:00:00:00:00:ab mtu 1400", "address [secret] mtu [secret]"],
    [["a.b|c", "a.b"], "the name a.b|c and a.b", "the name [secret] and [secret]"],
    [[true, ""], "up is true", "up is true"],
    [[], "nothing", "nothing"],
  ];
  for (const [values, shown, want] of hidden) {
    it(`are hidden in a text, however it spells them: ${shown}`, () => {
      assert.equal(new Secrets([], textsIn(values.map(secret))).hide(shown), want);
    });
  }

  it("are those that have the mark, and no others", () => {
    assert.deepEqual(textsIn({ mtu: 1500, peer: { name: "a", mtu: secret(1400) } }), ["1400"]);
  });
});
