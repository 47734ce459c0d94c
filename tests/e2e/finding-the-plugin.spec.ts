import assert from "node:assert/strict";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { execa } from "execa";
import { version } from "../../package.json";
import { succeeds } from "../support/command";
import { Stack } from "../support/stack";

const ROOT = resolve(__dirname, "../..");
const BIN = join(ROOT, "node_modules/.bin");
const BRIDGE = 'new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });';

describe("the engine finds the plugin", function () {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-finding");
    stack.configure({ mode: "plugin" });
    rmSync(join(stack.folder, "home/plugins"), { recursive: true });
  });

  afterEach(() => stack.remove());

  async function serves(stack: Stack, project = ""): Promise<void> {
    const program = stack.program(BRIDGE, "program", `{}\n${project}`);
    await stack.run("up", program);
    assert.ok(succeeds(["ip", "link", "show", "br0"]));
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await stack.run("destroy", program);
    assert.ok(!succeeds(["ip", "link", "show", "br0"]));
  }

  it("nowhere, and says so, where it was not told", async () => {
    const text = await stack.fail("preview", stack.program(BRIDGE));
    assert.match(text, /no resource plugin 'pulumi-resource-linuxnet' found/);
  });

  it("in the folder that the project names", () =>
    serves(stack, `plugins: { providers: [{ name: linuxnet, path: ${BIN} }] }`));

  it("on PATH", () =>
    serves(
      stack.with({
        PULUMI_IGNORE_AMBIENT_PLUGINS: "false",
        PATH: [BIN, process.env.PATH].join(delimiter),
      }),
    ));

  it("where it runs already, for one operation after the other", async () => {
    const running = execa(join(BIN, "pulumi-resource-linuxnet"), { cwd: ROOT });
    try {
      const [port] = (await once(running.stdout, "data")) as [Buffer];
      await serves(stack.with({ PULUMI_DEBUG_PROVIDERS: `linuxnet:${String(port).trim()}` }));
    } finally {
      running.kill();
      await running.catch(() => undefined);
    }
  });

  it("installed from the archive that plugin:pack makes, which needs nothing of this repository", async () => {
    const folder = join(stack.folder, "plugin");
    const { stdout } = await execa("npm", ["run", "--silent", "plugin:pack", "--", folder], { cwd: ROOT });
    const archives = stdout.split("\n");
    assert.equal(archives.length, 2);
    const words = ["plugin", "install", "resource", "linuxnet", version, "--file", archives[0] as string];
    await execa("pulumi", words, { env: stack.env, cwd: stack.folder });
    await serves(stack);
  });
});
