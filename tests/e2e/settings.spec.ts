import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { run, succeeds } from "../support/command";
import { until } from "../support/kernel";
import { linuxnet } from "../support/linuxnet";
import { scriptOf } from "../support/planned";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const BRIDGE = 'new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });';

/** What is set wrongly, and what is said of it. */
const WRONG = [
  [{ readOnly: "perhaps" }, 'readOnly: expected true or false, got "perhaps"'],
  [{ lockTimeout: "0" }, "lockTimeout: expected a time in seconds, a whole number from 1 to 60, got 0"],
  [{ iptables: "ipchains" }, 'iptables: expected one of "nft", "legacy", got "ipchains"'],
  [{ namespace: "a/b" }, "namespace: expected"],
  [{ colour: "blue" }, "colour: expected one of"],
] as const;

describe("a setting of the plugin", function () {
  let stack: Stack;

  beforeEach(async () => {
    stack = await Stack.open("linuxnet-settings");
  });

  afterEach(() => stack.remove());

  for (const [values, text] of WRONG) {
    it(`is refused: ${JSON.stringify(values)}`, async () => {
      stack.configure({ mode: "plugin", ...values });
      assert.ok((await stack.fail("preview", stack.program(BRIDGE))).includes(text));
    });
  }

  it("keeps all from being changed: readOnly", async () => {
    const program = stack.program(BRIDGE);
    await settled();
    const before = await snapshot();
    stack.configure({ mode: "plugin", readOnly: "true" });
    assert.deepEqual((await stack.run("preview", program)).steps, ["create br0"]);
    assert.match(await stack.fail("up", program), /br0: not changed, the provider is read-only \(linuxnet:readOnly\)/);
    assertSame(await snapshot(), before);

    stack.configure({ mode: "plugin" });
    await stack.run("up", program);
    // A destroy runs no program, and has the settings of the last up.
    stack.configure({ mode: "plugin", readOnly: "true" });
    await stack.run("up", program);
    await stack.fail("destroy", program);
    assert.ok(succeeds(["ip", "link", "show", "br0"]));
    stack.configure({ mode: "plugin" });
    await stack.run("up", program);
    await stack.run("destroy", program);
    assertSame(await snapshot(), before);
  });

  it("is where things live that name no namespace: namespace, of a provider of the program's own", async () => {
    const program = stack.program(`
      const ns0 = new linuxnet.Namespace("ns0");
      const provider = new linuxnet.Provider("lab", { namespace: ns0.name });
      const lab = new pulumi.ComponentResource("test:index:Lab", "lab", {}, { provider });
      new linuxnet.Bridge("br0", {}, { parent: lab });
      new linuxnet.Bridge("br1");`);
    await stack.run("up", program);
    assert.ok(succeeds(["ip", "netns", "exec", "ns0", "ip", "link", "show", "br0"]));
    assert.ok(succeeds(["ip", "link", "show", "br1"]));
    assert.deepEqual((await stack.run("preview", program)).steps, []);
    await stack.run("destroy", program);
  });

  it("is not that of what takes a provider without it: namespace", async () => {
    stack.configure({ mode: "plugin", namespace: "ns0" });
    const program = stack.program(`
      const ns0 = new linuxnet.Namespace("ns0");
      new linuxnet.Bridge("br0", {}, { dependsOn: ns0 });
      new linuxnet.Bridge("br1", {}, { provider: new linuxnet.Provider("host") });`);
    await stack.run("up", program);
    assert.ok(succeeds(["ip", "-n", "ns0", "link", "show", "br0"]));
    assert.ok(succeeds(["ip", "link", "show", "br1"]));
    await stack.run("destroy", program);
  });

  it("is how long a change waits for others: lockTimeout", async () => {
    stack.configure({ mode: "plugin", iptables: "legacy", lockTimeout: "1" });
    const program = stack.program(BRIDGE);
    for (const [lock, text] of [
      ["/run/linuxnet.lock", /has changed this machine's network for more than 1 s/],
      [
        "/run/xtables.lock",
        /others have held the lock of iptables all the time\s+command: iptables-legacy-restore --noflush -w 1\n/,
      ],
    ] as const) {
      const other = spawn("flock", ["--no-fork", lock, "sleep", "60"], { stdio: "ignore" });
      await until(() => !succeeds(["flock", "--nonblock", lock, "true"]), "the other process to have the lock");
      assert.match(await stack.fail("up", program), text);
      other.kill();
    }
    await stack.run("up", program);
    await stack.run("destroy", program);
  });

  it("makes errors of what is wrong with the resources of a provider of the program's own: strict", async () => {
    const overlap = (options: string): string => `
      const lab = new linuxnet.Provider("lab", { strict: true });
      new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Bridge("br1", { addresses: ["10.0.0.3/24"] }, ${options});`;
    assert.match(await stack.fail("preview", stack.program(overlap("{ provider: lab }"))), /subnets overlap.*br1/s);
    assert.equal((await stack.run("preview", stack.program(overlap("{}")))).findings.length, 1);
  });

  it("is refused where dynamic mode does not heed it", async () => {
    for (const [name, value] of [
      ["readOnly", "true"],
      ["lockTimeout", "5"],
      ["iptables", "nft"],
    ] as const) {
      stack.configure({ mode: "dynamic", [name]: value });
      const text = await stack.fail("preview", stack.program(BRIDGE));
      assert.ok(text.includes(`linuxnet:${name}: only the plugin heeds it`), text);
      assert.ok(text.includes(`got ${value}`), text);
    }
  });

  it("is where things live that name no namespace, in dynamic mode as well: namespace", async () => {
    for (const mode of ["dynamic", "plugin"]) {
      stack.configure({ mode, namespace: "ns0" });
      const program = stack.program(`
        const ns0 = new linuxnet.Namespace("ns0");
        const br0 = new linuxnet.Bridge("br0", {}, { dependsOn: ns0 });
        new linuxnet.VethPair("v0", { master: br0, peer: { name: "p0" } });`);
      await stack.run("up", program);
      assert.ok(succeeds(["ip", "link", "show", "p0"]));
      for (const link of ["br0", "v0"]) assert.ok(succeeds(["ip", "-n", "ns0", "link", "show", link]), link);
      assert.deepEqual((await stack.run("preview", program)).steps, []);
      await stack.run("destroy", program);
    }
  });

  for (const [backend, other] of [
    ["nft", "legacy"],
    ["legacy", "nft"],
  ]) {
    it(`is the backend of iptables that holds the rules: ${backend}`, async () => {
      const rules = (which = ""): string => run([`iptables-${which}-save`]);
      stack.configure({ mode: "plugin", iptables: backend as string });
      const program = stack.program(BRIDGE);
      await stack.run("up", program);
      assert.match(rules(backend), /LN-BR-/);
      assert.doesNotMatch(rules(other), /LN-BR-/);
      assert.deepEqual((await stack.run("preview", program)).steps, []);
      const { exitCode, stdout } = await linuxnet(stack, "status");
      assert.equal(exitCode, 0, stdout);
      await stack.run("destroy", program);
      assert.doesNotMatch(rules(backend), /LN-BR-/);
      const script = await scriptOf(stack, program);
      assert.match(script, new RegExp(`^iptables-${backend}-restore`, "m"));
      assert.doesNotMatch(script, new RegExp(`^iptables(-${other})?-restore`, "m"));

      // What others have in the other backend is told.
      const rule = ["FORWARD", "-d", "192.0.2.0/24", "-j", "DROP"];
      run([`iptables-${other}`, "-A", ...rule]);
      const { findings } = await stack.run("preview", program);
      assert.match(findings.join(), new RegExp(`iptables is in mixed use on the host: iptables-${other} has`));
      run([`iptables-${other}`, "-D", ...rule]);
    });
  }
});
