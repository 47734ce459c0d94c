import assert from "node:assert/strict";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { Stack } from "../support/stack";

const ROOT = resolve(__dirname, "../..");
const PROGRAM = "examples/05-port-forward";

interface Exported {
  deployment: { resources: { type: string; inputs?: Record<string, string>; outputs?: Record<string, string> }[] };
}

describe("the state of a stack", () => {
  let stack: Stack;
  let text: string;

  before(async () => {
    stack = await Stack.open("linuxnet-05-port-forward");
    await stack.run("up", PROGRAM);
    text = await stack.export();
  });

  after(async () => {
    await stack.run("destroy", PROGRAM);
    stack.remove();
  });

  it("names the provider in less than 120 characters, and holds no code of it", () => {
    const { resources } = (JSON.parse(text) as Exported).deployment;
    const ours = resources.filter(({ type }) => type.includes("linuxnet:"));
    assert.equal(ours.length, 9);
    for (const { inputs, outputs } of ours) {
      const provider = inputs?.__provider ?? "";
      assert.match(provider, /^exports\.handler=\(\)=>require\("pulumi-linuxnet\/provider"\)\.\w+$/);
      assert.ok(provider.length < 120);
      assert.equal(outputs?.__provider, provider);
    }
  });

  it("holds no path of this machine", () => {
    for (const path of [ROOT, homedir(), stack.folder]) assert.ok(!text.includes(path), path);
  });
});
