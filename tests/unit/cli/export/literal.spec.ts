import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { commentText, literal, Reference, stringLiteral } from "../../../../cli/export/literal";
import { identifierOf, Names } from "../../../../cli/export/names";

const HOSTILE = [
  'a"b',
  "a\\b",
  "a`${process.exit()}`",
  "a\nb",
  "a\r\u2028b",
  "*/ // ",
  "\u001b[31m\u0000",
  "ä😀",
  "__proto__",
  "</script>",
];

describe("literals of an exported program", () => {
  for (const text of HOSTILE) {
    it(`say ${JSON.stringify(text)}, in printable characters alone`, () => {
      const written = literal({ [text]: [text], inner: { text } });
      assert.match(written, /^[ -~]*$/);
      const value = runInThisContext(`(${written})`) as Record<string, unknown>;
      assert.deepEqual(Object.entries(value), Object.entries({ ...{ [text]: [text] }, inner: { text } }));
      assert.match(stringLiteral(text), /^"[ -~]*"$/);
      assert.match(commentText(text), /^[ -~]*$/);
    });
  }

  it("take a line for each property where one line is too short", () => {
    const addresses = Array.from({ length: 6 }, (_, index) => `192.168.100.${index}/24`);
    assert.equal(
      literal({ mtu: 1400, addresses, peer: { name: "b", up: true, master: new Reference("br0") } }),
      [
        "{",
        "  mtu: 1400,",
        "  addresses: [",
        ...addresses.map((it) => `    "${it}",`),
        "  ],",
        '  peer: { name: "b", up: true, master: br0 },',
        "}",
      ].join("\n"),
    );
  });

  it("leave out what is undefined", () => assert.equal(literal({ a: undefined, b: 1 }), "{ b: 1 }"));
});

describe("names in an exported program", () => {
  for (const [text, name] of [
    ["br0", "br0"],
    ["veth-a.0", "vethA0"],
    ["0a", "_0a"],
    ["class", "_class"],
    ["linuxnet", "_linuxnet"],
    ["---", "it"],
    ["`$(x)`", "$X"],
    ["ns0-default", "ns0Default"],
  ] as const) {
    it(`${text} is ${name}`, () => assert.equal(identifierOf(text), name));
  }

  it("are given once each", () => {
    const names = new Names();
    assert.deepEqual(
      ["a", "a", "a-2", "a"].map((it) => names.unique(it)),
      ["a", "a-2", "a-2-2", "a-3"],
    );
  });
});
