import assert from "node:assert/strict";
import { parseJson } from "../../../../provider/iproute2/json";

const CASES: { name: string; text: string; want: unknown[] }[] = [
  { name: "nothing", text: "", want: [] },
  { name: "a line's end alone", text: "\n", want: [] },
  { name: "an empty list", text: "[ ]\n", want: [] },
  {
    name: "a list over several lines",
    text: '[{"dst":"default"},\n{"dst":"10.0.0.0/8"}]\n',
    want: [{ dst: "default" }, { dst: "10.0.0.0/8" }],
  },
  { name: "a name with control characters", text: '[{"dev":"a\u0001b\u001b\u007f"}]', want: [{ dev: "a b  " }] },
  { name: "a name with quotes and letters", text: '[{"dev":"\\"ü\\\\"}]', want: [{ dev: '"ü\\' }] },
];

describe("ip's JSON", () => {
  for (const { name, text, want } of CASES) {
    it(`reads ${name}`, () => assert.deepEqual(parseJson(text), want));
  }

  it("does not take a broken answer for an empty one", () => {
    assert.throws(() => parseJson("["), SyntaxError);
  });
});
