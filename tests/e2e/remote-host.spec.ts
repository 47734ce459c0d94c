import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, rmSync } from "node:fs";
import { program, ROWS } from "../support/change-rows";
import { RemoteHost, whyNoHosts } from "../support/hosts/remote";
import { Stack } from "../support/stack";

function hostText(host: object): string {
  return `new linuxnet.Host("b", ${JSON.stringify({ ...host, name: undefined })})`;
}

/** The article's network on host b, and one bridge on the program's own machine. */
const network = (host: object): string => `
  const b = ${hostText(host)};
  const bridge = new linuxnet.Bridge("br0", { host: b, addresses: ["10.0.0.1/24"] });
  const ns0 = new linuxnet.Namespace("ns0", { host: b });
  const veth = new linuxnet.VethPair("veth0", {
    master: bridge,
    peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
  });
  new linuxnet.Route("default", { namespace: ns0, destination: "default", gateway: bridge });
  new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", inInterface: bridge });
  new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: veth.peer, targetPort: 80 });
  new linuxnet.Bridge("own", {});
  exports.host = bridge.host.apply((it) => it.name);`;

/** The same container networks on host b and on the program's own machine. */
const containers = (host: object): string => `
  const b = ${hostText(host)};
  const web = new linuxnet.ContainerNetwork("web", { host: b, subnet: "10.1.0.0/24" });
  const c1 = new linuxnet.Container("c1", { network: web, publish: ["8081:80"] });
  new linuxnet.ContainerSet("pods", { network: web, containers: { p1: { publish: ["9001:80"] }, p2: {} } });
  const here = new linuxnet.ContainerNetwork("here", { name: "web", subnet: "10.1.0.0/24" });
  exports.own = new linuxnet.Container("c1 here", { name: "c1", network: here }).address;
  exports.other = c1.address;`;

describe("a stack on another host", () => {
  let b: RemoteHost;
  let stack: Stack;

  before(async function () {
    if (whyNoHosts !== undefined) {
      console.log(`      skipped: ${whyNoHosts}`);
      this.skip();
    }
    b = await RemoteHost.start("b", 1);
    stack = await Stack.open("remote");
  });
  after(async () => {
    stack?.remove();
    await b?.remove();
  });

  it("is made, previewed without a change, repaired and removed", async () => {
    const before = b.standing();
    const folder = stack.program(network(b.inputs));
    assert.deepEqual((await stack.run("preview", folder)).findings, []);
    const up = await stack.run("up", folder);
    assert.equal(up.steps.length, 7);
    assert.match(b.run("ip link show type bridge"), /br0/);
    assert.match(await stack.export(), /"id": "b:ns0\/default"/);
    assert.equal((await stack.outputs()).host, "b");
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
    b.run("ip link set br0 mtu 1400");
    b.run("iptables -F FORWARD");
    b.run("ip netns delete ns0");
    const repaired = await stack.run("up", folder);
    assert.match(repaired.steps.join(), /update br0/);
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
    await stack.run("destroy", folder);
    assert.equal(b.standing(), before);
  });

  it("has every property of every kind changed, and is left with nothing", async () => {
    const before = b.standing();
    const host = hostText(b.inputs);
    const from = ROWS.map((row) => ({ ...row, name: row.was, inputs: row.from }));
    const to = stack.program(
      program(
        ROWS.map((row) => ({ ...row, inputs: row.to })),
        host,
      ),
      "to",
    );
    await stack.run("up", stack.program(program(from, host), "from"));
    const { steps } = await stack.run("up", to);
    const changed = new Set(steps.map((step) => step.slice(step.indexOf(" ") + 1)));
    assert.deepEqual([...changed].sort(), ROWS.map(({ name }) => name).sort());
    assert.deepEqual((await stack.run("preview", to)).steps, []);
    await stack.run("destroy", to);
    assert.equal(b.standing(), before);
  });

  it("has containers, whose addresses are its own", async () => {
    const before = b.standing();
    const folder = stack.program(containers(b.inputs));
    await stack.run("up", folder);
    assert.deepEqual(b.run("ls /run/netns").trim().split("\n"), ["c1", "pods-p1", "pods-p2"]);
    assert.match(b.run("cat /etc/netns/c1/hosts"), /pods-p1/);
    const { own, other } = await stack.outputs();
    assert.equal(own, other);
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
    await stack.run("destroy", folder);
    assert.equal(b.standing(), before);
  });

  it("is the same by another connection, which is recorded without a command", async () => {
    const before = b.standing();
    await stack.run("up", stack.program(network(b.inputs)));
    const made = b.standing();
    const key = b.file("another-key");
    copyFileSync(b.file("client"), key);
    const moved = { ...b.inputs, identityFile: key };
    const { steps, changes } = await stack.run("up", stack.program(network(moved)));
    assert.equal(steps.length, 6);
    assert.ok(steps.every((step) => step.startsWith("update ")));
    assert.deepEqual(changes.get("br0"), ["host"]);
    assert.equal(b.standing(), made);
    rmSync(b.file("client"));
    await stack.run("destroy", stack.program(network(b.inputs)));
    copyFileSync(key, b.file("client"));
    assert.equal(b.standing(), before);
  });

  it("is finished by the next run after the engine, and with it the connection, was killed half-way", async () => {
    const before = b.standing();
    const folder = stack.program(network(b.inputs));
    const up = spawn("pulumi", stack.wordsOf("up", folder), {
      env: { ...process.env, ...stack.env },
      stdio: "ignore",
      detached: true,
    });
    const ended = once(up, "exit");
    while (!b.run("ip -br link").includes("br0")) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(-(up.pid as number), "SIGKILL");
    b.endSessions();
    await ended;
    await stack.cancel();
    await stack.run("up", folder);
    const { exitCode, stdout } = spawnStatus();
    assert.equal(exitCode, 0, stdout);
    await stack.run("destroy", folder);
    assert.equal(b.standing(), before);

    /** What `linuxnet status` tells of the stack. */
    function spawnStatus(): { exitCode: number | null; stdout: string } {
      const env = { ...process.env, ...stack.env };
      const { status, stdout } = spawnSync("linuxnet", ["status", "--stack", "dev"], {
        ...{ cwd: folder, env, encoding: "utf8" },
      });
      return { exitCode: status, stdout };
    }
  });

  it("is repaired alone after its host has rebooted", async () => {
    const folder = stack.program(network(b.inputs));
    const before = b.standing();
    await stack.run("up", folder);
    await b.reboot();
    const { steps, same } = await stack.run("up", folder);
    assert.ok(steps.includes("create br0"));
    assert.ok(same.includes("own"));
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
    await stack.run("destroy", folder);
    assert.equal(b.standing(), before);
  });

  it("fails, is kept or is forgotten while its host cannot be reached, as the program says", async () => {
    const before = b.standing();
    const said = (whenUnreachable?: string): string => stack.program(network({ ...b.inputs, whenUnreachable }));
    await stack.run("up", said());
    await b.stop();
    const text = await stack.fail("up", said());
    assert.match(text, /on host b: cannot read, its host cannot be reached/);
    assert.match(text, /Connection timed out|No route to host|Network is unreachable/);
    const withoutRefresh = stack.program(network({ ...b.inputs, whenUnreachable: "keep" }), "kept", "{}");
    const recorded = await stack.run("up", withoutRefresh);
    assert.equal(recorded.steps.length, 6);
    const kept = await stack.run("up", said("keep"));
    assert.deepEqual(kept.steps, []);
    assert.match(kept.told.join("\n"), /bridge br0 on host b: cannot read, its host cannot be reached: kept as it was/);
    assert.match(await stack.fail("destroy", said("keep")), /cannot remove, its host cannot be reached/);
    await stack.run("up", said("forget"));
    const forgotten = await stack.run("destroy", said("forget"));
    assert.match(forgotten.told.join("\n"), /bridge br0 on host b: forgotten/);
    await b.boot();
    assert.equal(b.standing(), before);
  }).timeout(240_000);
});
