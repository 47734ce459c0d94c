import assert from "node:assert/strict";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { kindOf } from "../../provider/types";
import { MODE } from "../support/mode";
import { Stack } from "../support/stack";

const ROOT = resolve(__dirname, "../..");
const PROGRAM = "examples/05-port-forward";

const NAME_OF_PROVIDER = {
  dynamic: /^exports\.handler=\(\)=>require\("pulumi-linuxnet\/provider"\)\.\w+$/,
  plugin: /^$/,
};

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

  it("holds no code of the provider: in dynamic mode less than 120 characters that name it", () => {
    const { resources } = (JSON.parse(text) as Exported).deployment;
    const ours = resources.filter(({ type }) => kindOf(type) !== "");
    assert.equal(ours.length, 9);
    for (const { inputs, outputs } of ours) {
      const provider = inputs?.__provider ?? "";
      assert.match(provider, NAME_OF_PROVIDER[MODE]);
      assert.ok(provider.length < 120);
      assert.equal(outputs?.__provider ?? "", provider);
    }
  });

  it("holds some 2 KB for each resource", () => {
    const { resources } = (JSON.parse(text) as Exported).deployment;
    const ours = resources.filter(({ type }) => kindOf(type) !== "");
    const size = JSON.stringify(ours).length / ours.length;
    assert.ok(size < 2250, `${size} characters`);
  });

  it("holds no path of this machine", () => {
    for (const path of [ROOT, homedir(), stack.folder]) assert.ok(!text.includes(path), path);
  });
});
