import assert from "node:assert/strict";
import { once } from "../../../provider/once";

describe("once", () => {
  it("does what it is given the first time, and each that differs in a part", () => {
    const done: string[][] = [];
    const act = once((...texts: string[]) => void done.push(texts));
    for (const texts of [["a"], ["a", "b"], ["a"], ["ab"], ["a", "b"]]) act(...texts);
    assert.deepEqual(done, [["a"], ["a", "b"], ["ab"]]);
  });
});
