import assert from "node:assert/strict";
import { Printed } from "../../../../provider/host/printed";

const MARK = "0123456789ab";

/** What is told of a text that comes in pieces of so many bytes. */
function read(text: string, size: number): [text: string, told: string][] {
  const printed = new Printed(MARK);
  const bytes = Buffer.from(text);
  const found: [string, string][] = [];
  for (let from = 0; from < bytes.length; from += size) {
    printed.add(bytes.subarray(from, from + size));
    for (let its = printed.next(); its !== undefined; its = printed.next()) found.push([its.text.toString(), its.told]);
  }
  return found;
}

describe("what programs print one after another", () => {
  const text = `one\n${MARK.slice(0, 5)}\n\n${MARK} 0\n\n${MARK} 3\nü\n${MARK.toUpperCase()}\n${MARK} 255\nleft`;

  for (const size of [1, 2, 3, 7, 20, 1000]) {
    it(`is told apart in pieces of ${size} bytes`, () => {
      assert.deepEqual(read(text, size), [
        [`one\n${MARK.slice(0, 5)}\n`, "0"],
        ["", "3"],
        [`ü\n${MARK.toUpperCase()}`, "255"],
      ]);
    });
  }
});
