import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { run } from "../support/command";
import { comparable } from "../support/engine/comparable";
import { FIRST, SECOND } from "../support/engine/network";
import { it } from "../support/kernel";
import { MODE } from "../support/mode";
import { assertSame } from "../support/snapshot";
import { Stack } from "../support/stack";

/** The state of the network of FIRST when owners had 12 digits, and what `linuxnet plan` would have done for it. */
const [STATE, COMMANDS] = ["state.json", "commands.sh"].map((name) => `tests/fixtures/older/${name}`) as [
  string,
  string,
];

/** What stands keeps the address that it has, which follows from its first owner. */
function withoutMacs(text: string): string {
  return text
    .replace(/\b[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}\b/g, "MAC")
    .split("\n")
    .sort()
    .join("\n");
}

describe("the state of an older version", function () {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-older");
  });

  afterEach(() => stack.remove());

  /** What an older version left behind. */
  async function older(): Promise<void> {
    await stack.import(STATE);
    run(["sh", "-e", COMMANDS]);
    assert.ok(existsSync("/run/netns/one"));
  }

  it("is destroyed by this one", async () => {
    await older();
    await stack.run("destroy", stack.program(FIRST));
  });

  it("is unchanged in a preview, but for owners", async () => {
    await older();
    const { steps, changes } = await stack.run("preview", stack.program(FIRST));
    assert.equal(steps.length, 9);
    // The plugin writes once what dynamic mode has written.
    const own = MODE === "plugin" ? ["__provider", "owner"] : ["owner"];
    for (const [name, differing] of changes) assert.deepEqual([name, differing], [name, own]);
    await stack.run("destroy", stack.program(FIRST));
  });

  for (const [what, text] of [
    ["the same program", FIRST],
    ["another program", SECOND],
  ] as const) {
    it(`becomes what a new stack of ${what} is`, async () => {
      const program = stack.program(text);
      await stack.run("up", program);
      const fresh = withoutMacs(await comparable());
      await stack.run("destroy", program);
      await older();
      await stack.run("up", program);
      assertSame(withoutMacs(await comparable()), fresh);
      assert.deepEqual((await stack.run("preview", program)).steps, []);
      await stack.run("destroy", program);
    });
  }
});
