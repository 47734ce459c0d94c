import assert from "node:assert/strict";
import { execa } from "execa";
import { sh } from "../support/command";
import { Stack } from "../support/stack";

const PROGRAM = `
const network = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
const c1 = new linuxnet.Container("c1", { network, address: "10.0.0.2" });
const c2 = new linuxnet.Container("c2", { network, address: "10.0.0.3" });
new linuxnet.Reachable("out", { from: c1, to: "8.8.8.8" });
new linuxnet.Reachable("each-other", { from: c2, to: c1 });
new linuxnet.Reachable("closed", { from: c2, to: c1, port: 22, expect: "refused" });
`;

describe("claims of a stack about itself", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("claims");
  });

  after(() => stack.remove());

  it("are no command of a plan", async () => {
    const folder = stack.program(PROGRAM, "program", "{}");
    const { exitCode, stdout, stderr } = await execa("linuxnet", ["plan", "--stack", "dev"], {
      ...{ cwd: folder, env: stack.env, reject: false },
    });
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stdout, /^# out {2,}Reachable {2,}create/m);
    assert.doesNotMatch(stdout, /probe|\/dev\/tcp/);
  });

  it("hold when it is made, and are no change while they do", async () => {
    const folder = stack.program(PROGRAM, "program", "{}");
    const { steps } = await stack.run("up", folder);
    assert.deepEqual(steps.slice(-3).sort(), ["create closed", "create each-other", "create out"]);
    assert.deepEqual((await stack.run("up", folder)).steps, []);
  });

  it("fail an update once they do not hold, and tell why", async () => {
    const folder = stack.program(PROGRAM, "program", "{}");
    sh("iptables -A INPUT -p icmp -j DROP", "wan");
    const text = await stack.fail("up", folder);
    assert.match(text, /reachability of 8\.8\.8\.8 by icmp, from c1/);
    assert.match(text, /expected open, it is filtered: it ends in namespace wan \(filtered\)/);
    assert.match(text, /what helps: ip netns exec wan iptables -D INPUT -p icmp -j DROP/);
    sh("iptables -D INPUT -p icmp -j DROP", "wan");
    await stack.run("up", folder);
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
  });

  it("go with it", async () => {
    await stack.run("destroy", stack.program(PROGRAM, "program", "{}"));
    assert.equal(sh("ip netns list").includes("c1"), false);
  });
});
