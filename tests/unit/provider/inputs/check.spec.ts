import assert from "node:assert/strict";
import { hasUnknown, isUnknown, list, object, optional, required, UNKNOWN } from "../../../../provider/inputs/check";
import { interfaceName } from "../../../../provider/inputs/names";
import { flag, mtu } from "../../../../provider/inputs/values";
import { runCheck } from "../../../support/check-table";

interface End {
  name: string;
  up: boolean;
  mtus?: number[];
}

interface Pair extends End {
  peer: End;
}

const end = {
  name: required(interfaceName),
  up: optional(flag, true),
  mtus: optional(list(mtu)),
};
const pair = object<Pair>({ ...end, peer: required(object<End>(end)) });
const NAME = "an interface name of 1-15 bytes: letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`";
const MTU = "an MTU in bytes, a whole number from 68 to 65535";
const b = { name: "b", up: true };

const accepted: { name: string; inputs: unknown; want: unknown }[] = [
  {
    name: "defaults at every level",
    inputs: { name: "a", peer: { name: "b" } },
    want: { name: "a", up: true, peer: b },
  },
  { name: "null as left out", inputs: { name: "a", up: null, peer: b }, want: { name: "a", up: true, peer: b } },
  {
    name: "false in place of true",
    inputs: { name: "a", up: false, peer: b },
    want: { name: "a", up: false, peer: b },
  },
  { name: "what Pulumi adds", inputs: { __provider: 1, name: "a", peer: b }, want: { name: "a", up: true, peer: b } },
  { name: "an unknown property", inputs: { name: UNKNOWN, peer: b }, want: { name: UNKNOWN, up: true, peer: b } },
  { name: "an unknown object", inputs: { name: "a", peer: UNKNOWN }, want: { name: "a", up: true, peer: UNKNOWN } },
  {
    name: "an unknown property of an object",
    inputs: { name: "a", peer: { name: UNKNOWN, up: UNKNOWN } },
    want: { name: "a", up: true, peer: { name: UNKNOWN, up: UNKNOWN } },
  },
  {
    name: "an unknown list",
    inputs: { name: "a", mtus: UNKNOWN, peer: b },
    want: { name: "a", up: true, mtus: UNKNOWN, peer: b },
  },
  {
    name: "an unknown element of a list of an object",
    inputs: { name: "a", peer: { ...b, mtus: [1500, UNKNOWN] } },
    want: { name: "a", up: true, peer: { ...b, mtus: [1500, UNKNOWN] } },
  },
];

const refused: { name: string; inputs: unknown; want: [property: string, reason: string][] }[] = [
  { name: "a missing value", inputs: { peer: b }, want: [["name", "name: expected a value, got nothing"]] },
  { name: "a missing object", inputs: { name: "a" }, want: [["peer", "peer: expected a value, got nothing"]] },
  {
    name: "a missing value of an object",
    inputs: { name: "a", peer: {} },
    want: [["peer", "peer.name: expected a value, got nothing"]],
  },
  {
    name: "text for an object",
    inputs: { name: "a", peer: "b" },
    want: [["peer", 'peer: expected an object, got "b"']],
  },
  {
    name: "a list for an object",
    inputs: { name: "a", peer: [] },
    want: [["peer", "peer: expected an object, got []"]],
  },
  {
    name: "a number for a list",
    inputs: { name: "a", mtus: 9, peer: b },
    want: [["mtus", "mtus: expected a list, got 9"]],
  },
  {
    name: "a property that does not exist",
    inputs: { name: "a", mtuu: 1500, peer: { ...b, nmae: "x" } },
    want: [
      ["peer", 'peer.nmae: expected one of name, up, mtus, got "nmae"'],
      ["mtuu", 'mtuu: expected one of name, up, mtus, peer, got "mtuu"'],
    ],
  },
  {
    name: "a property that every object of JavaScript has",
    inputs: { name: "a", constructor: "x", peer: b },
    want: [["constructor", 'constructor: expected one of name, up, mtus, peer, got "constructor"']],
  },
  {
    name: "all that is wrong at once, unknown values between",
    inputs: { name: "-", up: "yes", mtus: [1500, 1], peer: { name: UNKNOWN, mtus: [UNKNOWN, 2, "x"] } },
    want: [
      ["name", `name: expected ${NAME}, got "-"`],
      ["up", 'up: expected true or false, got "yes"'],
      ["mtus", `mtus[1]: expected ${MTU}, got 1`],
      ["peer", `peer.mtus[1]: expected ${MTU}, got 2`],
      ["peer", `peer.mtus[2]: expected ${MTU}, got "x"`],
    ],
  },
];

describe("check", () => {
  for (const { name, inputs, want } of accepted) {
    it(`takes ${name}`, () => assert.deepEqual(runCheck(pair, inputs), { value: want, failures: [] }));
  }

  for (const { name, inputs, want } of refused) {
    it(`refuses ${name}`, () => {
      const { failures } = runCheck(pair, inputs);
      assert.deepEqual(
        failures.map(({ property, reason }) => [property, reason]),
        want,
      );
    });
  }

  it("knows an unknown value at any depth", () => {
    assert.equal(UNKNOWN, "04da6b54-80e4-46f7-96ec-b56ff0331ba9");
    assert.deepEqual([UNKNOWN, [UNKNOWN], undefined, null].map(isUnknown), [true, false, false, false]);
    const holding = [UNKNOWN, [1, [UNKNOWN]], { a: { b: [{ c: UNKNOWN }] } }];
    assert.deepEqual(holding.map(hasUnknown), [true, true, true]);
    assert.deepEqual([undefined, null, "x", [], {}, { [UNKNOWN]: 1 }].map(hasUnknown), Array(6).fill(false));
  });
});
