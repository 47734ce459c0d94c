import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { execa } from "execa";
import { sh, succeeds } from "../support/command";
import { recorded } from "../support/engine/clean";
import { comparable } from "../support/engine/comparable";
import { FIRST, SECOND } from "../support/engine/network";
import { gone, processesOf } from "../support/engine/processes";
import { Running } from "../support/engine/running";
import { slow } from "../support/engine/slow-program";
import { EXECUTABLE } from "../support/mode";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const NETWORK = `
  const ns0 = new linuxnet.Namespace("ns0", { sysctls: { "net.ipv4.ip_local_port_range": process.env.RANGE ?? "2000 3000" } });
  const addresses = (process.env.ADDRESSES ?? "10.0.0.1/24").split(" ");
  const br0 = new linuxnet.Bridge(process.env.BRIDGE ?? "br0", { addresses });
  const veth0 = new linuxnet.VethPair("veth0", { master: br0, peer: { name: "eth0", namespace: ns0 } });
  veth0.mac.apply((mac) => pulumi.log.info("mac " + mac, veth0));`;

const LOSSES = ["ip netns delete ns0", "ip link del br0", "iptables -F", "iptables -t nat -F"];

describe("the plugin", function () {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-plugin");
    stack.configure({ mode: "plugin" });
  });

  afterEach(() => stack.remove());

  it("tells its schema to `pulumi package get-schema`", async () => {
    const words = ["package", "get-schema", EXECUTABLE];
    const { stdout } = await execa("pulumi", words, { cwd: stack.folder, env: stack.env });
    assert.deepEqual(JSON.parse(stdout), JSON.parse(readFileSync("schema.json", "utf8")));
  });

  it("takes a stack over from dynamic mode and gives it back, without a change of the network", async () => {
    const program = stack.program(FIRST, "program", "{}");
    stack.configure({ mode: "dynamic" });
    await stack.run("up", program);
    await settled();
    const network = await snapshot();

    for (const mode of ["plugin", "dynamic"]) {
      await move(mode, program);
      assertSame(await snapshot(), network);
      assert.equal(/dynamic/.test(await stack.export()), mode === "dynamic");
    }
    await stack.run("refresh", program, "--expect-no-changes");
    await stack.run("destroy", program);
  });

  it("repairs what it took over from dynamic mode in an up that nobody asks to refresh", async () => {
    const program = stack.program(NETWORK, "program", "{}");
    stack.configure({ mode: "dynamic" });
    await stack.run("up", program);
    await move("plugin", program);
    const network = await comparable();
    sh("ip link del br0");
    await stack.run("up", program);
    assertSame(await comparable(), network);
    await stack.run("destroy", program);
  });

  /** Moves the stack to another mode, in which each resource is updated once. */
  async function move(mode: string, program: string): Promise<void> {
    stack.configure({ mode });
    const { steps } = await stack.run("up", program);
    const { names } = await recorded(stack);
    assert.deepEqual(steps.sort(), names.map((name) => `update ${name}`).sort());
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await settled();
  }

  it("changes in one mode what the other has made", async () => {
    await stack.run("up", stack.program(FIRST, "first", "{}"));
    stack.configure({ mode: "dynamic" });
    await stack.run("up", stack.program(SECOND, "second", "{}"));
    stack.configure({ mode: "plugin" });
    await stack.run("up", stack.program(FIRST, "first", "{}"));
    assert.deepEqual((await stack.run("preview", stack.program(FIRST, "first", "{}"))).steps, []);
    await stack.run("destroy", stack.program(FIRST, "first", "{}"));
  });

  it("tells at preview what the kernel will have, and names each value that changes", async () => {
    const program = stack.program(NETWORK, "program", "{}");
    const { told } = await stack.run("preview", program);
    assert.match(told.join("\n"), /^veth0: mac 02:/m);
    await stack.run("up", program);

    const next = stack.with({ RANGE: "2000 4000", ADDRESSES: "10.0.0.1/24 10.0.1.1/24" });
    const { details, steps } = await next.run("preview", program);
    assert.deepEqual(steps.sort(), ["update br0", "update ns0"]);
    assert.deepEqual(details.get("br0"), ["addresses[1]"]);
    assert.deepEqual(details.get("ns0"), ['sysctls["net.ipv4.ip_local_port_range"]']);
    await stack.run("destroy", program);
  });

  it("tells on the resource itself why it is replaced", async () => {
    await stack.run("up", stack.program(NETWORK, "program", "{}"));
    const renamed = NETWORK.replace("{ addresses }", '{ addresses, name: "switch" }');
    const { told } = await stack.run("preview", stack.program(renamed, "program", "{}"));
    assert.ok(
      told.includes("br0: bridge br0 on the host is replaced, because name cannot change in place"),
      told.join("\n"),
    );
    await stack.run("destroy", stack.program(NETWORK, "program", "{}"));
  });

  it("repairs in an up that nobody asks to refresh, also a host that lost everything", async () => {
    const program = stack.program(FIRST, "program", "{}");
    await stack.run("up", program);
    const network = await comparable();
    for (const line of LOSSES) sh(line);
    assert.notDeepEqual((await stack.run("preview", program)).steps, []);
    await stack.run("up", program);
    assertSame(await comparable(), network);
    await stack.run("destroy", program);
  });

  /** Runs `up` until its first command of ip, where a Ctrl-C must end it; answers what it said. */
  async function interrupted(program: string): Promise<string> {
    const fast = slow("ip", "-batch", 1.5);
    const running = new Running(stack, "up", program);
    while (processesOf("slow program").length === 0) await passed(20);
    fast();
    running.signal("SIGINT", "group");
    const { exitCode, text } = await running.ended;
    assert.notEqual(exitCode, 0, text);
    return text;
  }

  it("stops between two commands at a Ctrl-C, takes back what it began, and leaves nothing pending", async () => {
    const program = stack.program('new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });', "program", "{}");
    await settled();
    const before = await snapshot();
    const text = await interrupted(program);
    assert.match(text, /the operation was cancelled before this command/);
    assert.deepEqual(await recorded(stack), { names: [], pending: 0 });
    await settled();
    assertSame(await snapshot(), before);
  });

  it("keeps a change as far as it has come at a Ctrl-C, and the next up ends it", async () => {
    const addressed = (list: string): string =>
      stack.program(`new linuxnet.Bridge("br0", { addresses: ${list} });`, "program", "{}");
    await stack.run("up", addressed('["10.0.0.1/24"]'));
    const program = addressed('["10.0.0.1/24", "10.0.1.1/24"]');
    await interrupted(program);
    assert.deepEqual(await recorded(stack), { names: ["br0"], pending: 0 });
    assert.match(
      await stack.export(),
      /"drift": \[\s+"bridge br0 on the host: cannot change, the operation was cancelled/,
    );
    await stack.run("up", program);
    assert.match(sh("ip address show dev br0"), /10\.0\.1\.1/);
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await stack.run("destroy", program);
  });

  it("ends at a Ctrl-C the rules that are being written, and takes back what waits to write its own", async () => {
    const namespace = 'const ns0 = new linuxnet.Namespace("ns0");';
    const before = stack.program(namespace, "before", "{}");
    await stack.run("up", before);
    await settled();
    const network = await snapshot();
    const begun = join(stack.folder, "begun");
    const rules = `${namespace}
      const begun = async () => {
        while (!require("node:fs").existsSync(${JSON.stringify(begun)})) await new Promise((go) => setTimeout(go, 20));
      };
      const addresses = begun().then(() => ["10.0.0.1/24"]);
      new linuxnet.Masquerade("out", { namespace: ns0, source: "10.0.0.0/24" });
      new linuxnet.PortForward("web", { namespace: ns0, hostPort: 80, targetAddress: "10.0.0.2" });
      new linuxnet.Bridge("br0", { namespace: ns0, addresses });`;
    const program = stack.program(rules, "program", "{}");
    const fast = slow("nsenter", "--noflush", 5);
    const running = new Running(stack, "up", program);
    while (processesOf("slow program").length === 0) await passed(20);
    fast();
    // The bridge begins only now, so that its rules wait for those that are being written.
    writeFileSync(begun, "");
    while (!succeeds(["ip", "-n", "ns0", "link", "show", "br0"])) await passed(20);
    running.signal("SIGINT", "group");
    const { exitCode, text } = await running.ended;
    assert.notEqual(exitCode, 0, text);
    const { names, pending } = await recorded(stack);
    assert.ok(names.length > 1 && !names.includes("br0"), names.join());
    assert.match(text, /bridge br0 .* the operation was cancelled before this command/);
    assert.equal(pending, 0);
    await stack.run("up", before);
    await settled();
    assertSame(await snapshot(), network);
    await stack.run("destroy", before);
  });

  it("ends with the engine", async () => {
    const program = stack.program(FIRST, "program", "{}");
    const running = new Running(stack, "up", program);
    await running.afterSteps(1);
    running.signal("SIGKILL");
    await running.ended;
    await gone("provider", 5000);
    await stack.cancel();
    await stack.run("up", program);
    await stack.run("destroy", program);
  });
});
