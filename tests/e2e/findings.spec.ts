import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const OVERLAP = `
  new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
  new linuxnet.Bridge("br1", { addresses: ["10.0.0.3/24"] });`;

const told = [
  "br1: subnets overlap on the host: br0 has 10.0.0.1/24 in 10.0.0.0/24, br1 has 10.0.0.3/24 in 10.0.0.0/24",
];

describe("findings", () => {
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-findings");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  it("are warnings, at preview and at update", async () => {
    const program = stack.program(OVERLAP);
    assert.deepEqual((await stack.run("preview", program)).findings, told);
    assert.deepEqual((await stack.run("up", program)).findings, told);
    await stack.run("destroy", program);
  });

  it("are errors with linuxnet:strict, and end an up before anything changes", async () => {
    const program = stack.program(OVERLAP);
    const strict = ["--config", "linuxnet:strict=true"];
    const text = await stack.fail("preview", program, ...strict);
    assert.match(text, /subnets overlap on the host/);
    assert.doesNotMatch(text, /^ +at |unhandled|exited with/m);
    const { exitCode, all } = await execa("pulumi", ["--cwd", program, "up", "--yes", ...stack.words, ...strict], {
      env: stack.env,
      all: true,
      reject: false,
    });
    assert.notEqual(exitCode, 0, all);
    assertSame(await snapshot(), start);
    assert.match(readFileSync(join(stack.folder, "Pulumi.dev.yaml"), "utf8"), /linuxnet:strict/);
    await stack.run("preview", stack.program(`new linuxnet.Bridge("br0");`), ...strict);
    await stack.run("preview", program, "--config", "linuxnet:strict=false");
  });

  it("refuse a setting that is neither true nor false", async () => {
    const text = await stack.fail("preview", stack.program(OVERLAP), "--config", "linuxnet:strict=maybe");
    assert.match(text, /linuxnet:strict.*maybe/s);
    await stack.run("preview", stack.program(OVERLAP), "--config", "linuxnet:strict=false");
  });

  it("wait for what is declared late, and for what is in components", async () => {
    const program = stack.program(`
      new linuxnet.Route("lan", { destination: "10.9.0.0/16", gateway: "10.0.0.9" });
      class Switch extends pulumi.ComponentResource {
        constructor(name) {
          super("tests:index:Switch", name);
          new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] }, { parent: this });
        }
      }
      setTimeout(() => new Switch("lan"), 300);
      setTimeout(() => {
        const ns9 = new linuxnet.Namespace("ns9");
        new linuxnet.VethPair("v9", { master: "br0", peer: { name: "eth0", namespace: ns9, addresses: ["10.0.0.9/24"] } });
      }, 600);`);
    const { findings } = await stack.run("preview", program);
    assert.deepEqual(findings, [
      "lan: forwarding is off: ns9 is the gateway of the host, and does not forward its packets",
    ]);
  });

  it("are told at the update where the values were unknown before", async () => {
    const program = stack.program(`
      const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
      new linuxnet.Bridge("br1", { addresses: [br0.id.apply(() => "10.0.0.3/24")] });`);
    assert.deepEqual((await stack.run("preview", program)).messages, []);
    assert.deepEqual((await stack.run("up", program)).findings, told);
    await stack.run("destroy", program);
  });

  it("tell nothing of what is secret", async () => {
    const program = stack.program(OVERLAP.replace(`["10.0.0.1/24"]`, `[pulumi.secret("10.0.0.1/24")]`));
    assert.deepEqual((await stack.run("preview", program)).messages, []);
  });

  it("leave the word to an error of the program", async () => {
    const text = await stack.fail("preview", stack.program(`${OVERLAP}\nthrow new Error("enough");`));
    assert.match(text, /enough/);
    assert.doesNotMatch(text, /overlap/);
  });

  it("leave the word to an input that is refused", async () => {
    const text = await stack.fail("preview", stack.program(`${OVERLAP}\nnew linuxnet.Bridge("br9", { mtu: 1 });`));
    assert.match(text, /mtu: expected/);
    assert.doesNotMatch(text, / at .*findings/);
  });

  it("say what could not be seen without privilege", async () => {
    const program = stack.program(`
      new linuxnet.Masquerade("internet", { source: "10.0.0.0/24" });
      new linuxnet.Bridge("lan", { namespace: new linuxnet.Namespace("ns0") });${OVERLAP}`);
    await stack.run("up", program);
    const { exitCode, all = "" } = await withoutPrivilege(["pulumi", "--cwd", program, "preview", ...stack.words]);
    assert.equal(exitCode, 0, all);
    assert.match(all, /subnets overlap/);
    assert.match(
      all,
      /linuxnet could not see:\s+- what stands in ns0, the rules of iptables, and what this kernel can do: that takes CAP_SYS_ADMIN/,
    );
    assert.match(all, /bridge lan in namespace ns0: not read, permission denied/);
    assert.match(all, /masquerade of 10\.0\.0\.0\/24 on the host: not read, permission denied/);
    assert.match(all, /6 unchanged/);
    await stack.run("destroy", program);
  });

  function withoutPrivilege(words: readonly string[]) {
    const drop = ["--bounding-set", "-all", "--inh-caps", "-all", "--"];
    return execa("setpriv", [...drop, ...words, "--non-interactive"], { env: stack.env, all: true, reject: false });
  }
});
