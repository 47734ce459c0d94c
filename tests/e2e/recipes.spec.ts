import assert from "node:assert/strict";
import "../support/lab";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { ofDocument } from "../support/snippets";
import { Stack } from "../support/stack";

/** What recipes refer to without declaring it, each with what it needs before it. */
const OTHERS: [name: string, text: string][] = [
  ["web", `const web = new linuxnet.ContainerNetwork("web", { subnet: "10.9.0.0/24" });`],
  ["c1", `const c1 = new linuxnet.Container("c1", { network: web });`],
  ["br0", `const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });`],
  ["veth0", `const veth0 = new linuxnet.VethPair("veth0", { peer: { name: "ceth0" } });`],
  [
    "router",
    `const router = new linuxnet.Namespace("router");
     new linuxnet.VethPair("up0", { peer: { name: "up1", namespace: router, addresses: ["192.168.2.2/24"] } });`,
  ],
];

/** What not every kernel has: a recipe that needs it is previewed. */
const MODULE = /sch_netem/;

describe("the recipes", () => {
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("recipes");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  for (const { text = "" } of ofDocument("docs/recipes.md")) {
    it(`work: ${text.split("\n")[0]}`, async () => {
      const folder = stack.program(programOf(text));
      const { findings } = await stack.run("preview", folder);
      assert.deepEqual(
        findings.filter((finding) => !MODULE.test(finding)),
        [],
      );
      if (findings.length === 0) await stack.run("up", folder);
    });
  }

  it("leave nothing behind", async () => {
    await stack.run("destroy", stack.program(""));
    assertSame(await snapshot(), start);
  });
});

function programOf(recipe: string): string {
  const uses = (name: string, text: string): boolean => new RegExp(`\\b${name}\\b(?!")`).test(text);
  const declares = (name: string): boolean => recipe.includes(`const ${name} =`);
  let program = recipe;
  for (const [name, text] of OTHERS.toReversed()) {
    if (uses(name, program) && !declares(name)) program = `${text}\n${program}`;
  }
  return program;
}
