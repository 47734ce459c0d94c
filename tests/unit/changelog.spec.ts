import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { version } from "../../package.json";

describe("CHANGELOG.md", () => {
  const headings = [...readFileSync("CHANGELOG.md", "utf8").matchAll(/^## (.+)$/gm)].map(([, text = ""]) => text);

  it("begins with what is not released, and then this version", () => {
    assert.equal(headings[0], "[Unreleased]");
    assert.ok(headings[1]?.startsWith(`[${version}]`), headings[1]);
  });
});
