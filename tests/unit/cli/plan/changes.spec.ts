import assert from "node:assert/strict";
import { changesOf, KNOWN_LATER, unknownOf, withoutSecrets } from "../../../../cli/plan/changes";
import { UNKNOWN } from "../../../../provider/inputs/check";

const REPLACE_ON = ["name", "peer.name"];

const cases: { name: string; old: object; next: object; want: object[] }[] = [
  { name: "nothing", old: { name: "a", list: ["x"] }, next: { name: "a", list: ["x"] }, want: [] },
  {
    name: "a value in place",
    old: { mtu: 1500 },
    next: { mtu: 1400 },
    want: [{ property: "mtu", old: 1500, new: 1400, replaces: false }],
  },
  {
    name: "a part of a part, which replaces",
    old: { peer: { name: "a", up: true } },
    next: { peer: { name: "b", up: true } },
    want: [{ property: "peer.name", old: "a", new: "b", replaces: true }],
  },
  {
    name: "a list as a whole",
    old: { addresses: ["10.0.0.1/24"] },
    next: { addresses: ["10.0.0.1/24", "10.0.0.2/24"] },
    want: [{ property: "addresses", old: ["10.0.0.1/24"], new: ["10.0.0.1/24", "10.0.0.2/24"], replaces: false }],
  },
  {
    name: "what comes and what goes",
    old: { master: "br0" },
    next: { mac: "02:00:00:00:00:01" },
    want: [
      { property: "master", old: "br0", replaces: false },
      { property: "mac", new: "02:00:00:00:00:01", replaces: false },
    ],
  },
  {
    name: "what is not known yet",
    old: { name: "a", addresses: ["10.0.0.1/24"], peer: { name: "b" } },
    next: { name: UNKNOWN, addresses: [UNKNOWN], peer: UNKNOWN },
    want: [
      { property: "name", old: "a", new: KNOWN_LATER, replaces: true },
      { property: "addresses", old: ["10.0.0.1/24"], new: [KNOWN_LATER], replaces: false },
      { property: "peer.name", old: "b", replaces: true },
      { property: "peer", new: KNOWN_LATER, replaces: false },
    ],
  },
  {
    name: "neither the owner nor Pulumi's own text",
    old: { owner: "0123456789abcdef", __provider: "a" },
    next: { owner: "fedcba9876543210", __provider: "b" },
    want: [],
  },
];

describe("changes of a plan", () => {
  for (const { name, old, next, want } of cases) {
    it(name, () => assert.deepEqual(changesOf(old, next, REPLACE_ON), want));
  }

  it("names the properties that are not known, and why", () => {
    const later = "is known only in the update";
    const properties = { a: UNKNOWN, b: [1, UNKNOWN], c: { d: UNKNOWN, e: "[secret]" }, f: "known" };
    assert.deepEqual(unknownOf(properties), [`a ${later}`, `b ${later}`, `c.d ${later}`, "c.e is a secret"]);
  });

  it("leaves secrets out", () => {
    const properties = { a: "[secret]", b: { c: "[secret]", d: [1] } };
    assert.deepEqual(withoutSecrets(properties), { b: { d: [1] } });
  });
});
