import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

const ROOT = resolve(__dirname, "../../../..");

describe("the plugin's executable", () => {
  it("does not load the SDK as a whole, which would take longer than all the rest", () => {
    const program = `
      require("./provider/plugin/main");
      console.log(require.resolve("@pulumi/pulumi") in require.cache);
      process.exit();`;
    const words = ["--require", "./scripts/typescript.cjs", "--eval", program];
    assert.equal(execFileSync("node", words, { cwd: ROOT, encoding: "utf8" }), "false\n");
  });
});
