import assert from "node:assert/strict";
import { execa } from "execa";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { changingProgram as program } from "../support/changing-program";
import { Stack } from "../support/stack";

const TIMEOUT_MS = 60_000;

async function preview(stack: Stack, folder: string, ...options: string[]): Promise<string> {
  const [flag = "", name = "", ...words] = stack.words;
  const argv = ["graph", "--preview", flag, name, ...options, "--", ...words];
  const settings = { cwd: folder, env: stack.env, stdin: "ignore", timeout: TIMEOUT_MS, reject: false } as const;
  const { exitCode, stdout, stderr } = await execa("linuxnet", argv, settings);
  assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
  return stdout;
}

/** The lines with a sign, the titles of boxes among them. */
const signed = (text: string): string[] =>
  [...text.matchAll(/^(?:┌─|│) ([+~-] .*?)(?: ─+┐| *│)$/gm)].map(([, line = ""]) => line);

describe("linuxnet graph --preview", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    await settled();
    start = await snapshot();
    stack = await Stack.open("linuxnet-graph");
  });
  after(() => stack.remove());

  it("draws what an up would add, and changes nothing", async () => {
    const text = await preview(stack, stack.program(program("ns1", 1500)));
    assert.deepEqual(signed(text), [
      "+ br0 10.0.0.1/24  (bridge)",
      "+ ├─ veth0 ═════ ns0: ceth0 10.0.0.2/24",
      "+ └─ veth1 ═════ ns1: ceth1 10.0.0.4/24",
      ...["+ ns0", "+ ceth0 10.0.0.2/24 ═════ host: veth0"],
      ...["+ ns1", "+ ceth1 10.0.0.4/24 ═════ host: veth1", "+ default ──▶ host: br0 10.0.0.1"],
    ]);
    assertSame(await snapshot(), start);
  });

  it("draws what one would change and replace", async () => {
    await stack.run("up", stack.program(program("ns1", 1500)));
    const folder = stack.program(program("other", 1400));
    assert.deepEqual(signed(await preview(stack, folder)), [
      "~ ├─ veth0 ═════ ns0: ceth0 10.0.0.2/24",
      "+ ├─ veth1 ═════ other: ceth1 10.0.0.4/24",
      "- └─ veth1 ═════ ns1: ceth1 10.0.0.4/24",
      "~ ceth0 10.0.0.2/24 ═════ host: veth0",
      ...["- ns1", "- ceth1 10.0.0.4/24 ═════ host: veth1", "- default ──▶ host: br0 10.0.0.1"],
      ...["+ other", "+ ceth1 10.0.0.4/24 ═════ host: veth1", "+ default ──▶ host: br0 10.0.0.1"],
    ]);
    assert.match(await preview(stack, folder, "--format", "svg"), /fill="#1a7f37">\+ other<\/text>/);
  });

  it("has no sign where nothing is to be done", async () => {
    const text = await preview(stack, stack.program(program("ns1", 1500)));
    assert.deepEqual(signed(text), []);
    assert.match(text, /^│ br0 10\.0\.0\.1\/24 {2}\(bridge\) +│$/m);
  });

  it("draws what one would remove", async () => {
    const text = await preview(stack, stack.program(""));
    assert.equal(signed(text).length, 8);
    assert.ok(signed(text).every((line) => line.startsWith("- ")));
    await stack.run("destroy", stack.program(""));
    assertSame(await snapshot(), start);
  });
});
