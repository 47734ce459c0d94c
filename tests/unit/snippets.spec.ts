import assert from "node:assert/strict";
import { errorsIn, ofComments, ofDocuments } from "../support/snippets";

/* Whoever copies a program from the docs gets one that compiles. */
describe("the programs that people read", () => {
  it("stand in the doc comment of each kind and function, and compile", () => {
    const snippets = ofComments();
    assert.ok(snippets.length > 15);
    const without = snippets.filter(({ text, where }) => text === undefined && !where.endsWith("Output"));
    assert.deepEqual(without, []);
    assert.deepEqual(errorsIn(snippets), []);
  });

  it("stand in the documents, and compile", () => {
    const snippets = ofDocuments();
    assert.ok(snippets.length > 15);
    assert.deepEqual(errorsIn(snippets), []);
  });

  it("would not pass with a mistake", () => {
    const [error] = errorsIn([{ where: "here", text: `new linuxnet.Bridge("br0", { addresses: [10] });` }]);
    assert.match(error ?? "", /^here: Type 'number' is not assignable/);
  });
});
