import assert from "node:assert/strict";
import { ARTICLE } from "../support/by-hand/article";
import { linesOf } from "../support/by-hand/commands";
import { exportedProject } from "../support/exported";
import { during, lineServer } from "../support/flow";
import { printed } from "../support/process";
import { sh } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

describe("linuxnet export of the article's network", function () {
  this.bail(true);
  let stack: Stack;
  let folder: string;
  let empty: string;
  let made: string;

  before(async () => {
    stack = await Stack.open("linuxnet-export");
    stack.configure({});
    await settled();
    empty = await snapshot();
    for (const line of linesOf(ARTICLE)) sh(line);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await settled();
    made = await snapshot();
  });

  after(() => stack.remove());

  it("changes nothing, and tells what it leaves out", async () => {
    const answer = await exportedProject(stack);
    folder = answer.folder;
    assert.deepEqual(answer.left, [
      "namespace wan: the host's way out ends there",
      "interface enp0s1 on the host: it is the host's way out",
      "route default on the host: it leads out by enp0s1, which stays",
      "iptables -P FORWARD DROP (on the host): a program declares no policies",
      "ip6tables -P FORWARD DROP (on the host): a program declares no policies",
    ]);
    assertSame(await snapshot(), made);
  });

  it("gives a program that is imported, and nothing else, while packets flow", async () => {
    const preview = await stack.run("preview", folder);
    assert.equal(preview.steps.length, 10);
    assert.deepEqual(
      preview.steps.filter((step) => !step.startsWith("import ")),
      [],
    );
    const flows = {
      out: { from: "ns0", to: "8.8.8.8", by: "ping" },
      ns1: { from: undefined, to: "10.0.0.4", by: "ping" },
      // What stands goes on by what connection tracking knows; new ones need the rules.
      one: { from: undefined, to: "192.168.64.5", by: "connection", port: 8080 },
      many: { from: undefined, to: "192.168.64.5", by: "connections", port: 8080 },
    } as const;
    const names = ["out", "ns1", "one", "many"] as const;
    const server = lineServer("ns0", 8080);
    await printed(server, "listening");
    const seen = await during(flows, { before: names, after: names }, async () => {
      assert.deepEqual((await stack.run("up", folder)).steps.sort(), preview.steps.sort());
    });
    server.kill("SIGKILL");
    await server;
    for (const [name, { lost, goesOn }] of seen) assert.deepEqual([name, lost, goesOn], [name, 0, true]);
    assertSame(await snapshot(), made);
  });

  it("previews without a change from then on", async () => {
    for (const operation of ["preview", "up", "preview"] as const) {
      assert.deepEqual((await stack.run(operation, folder)).steps, []);
    }
    await stack.run("refresh", folder, "--expect-no-changes");
    assertSame(await snapshot(), made);
  });

  it("leaves nothing when it is destroyed", async () => {
    await stack.run("destroy", folder);
    assertSame(await snapshot(), empty);
  });
});
