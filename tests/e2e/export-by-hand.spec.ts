import assert from "node:assert/strict";
import { COMMANDS, linesOf } from "../support/by-hand/commands";
import { sh } from "../support/command";
import { exported, exportedProject } from "../support/exported";
import { settled } from "../support/settled";
import { assertSame, snapshot, withoutSwitches } from "../support/snapshot";
import { Stack } from "../support/stack";

/** Without what the spanning tree protocol does in its own time. */
function steady(text: string): string {
  return text.replace(/^ +bridge(_slave)? .*$/gm, "");
}

describe("linuxnet export of all kinds made by hand", function () {
  this.bail(true);
  let stack: Stack;
  let folder: string;
  let empty: string;
  let made: string;

  before(async () => {
    stack = await Stack.open("linuxnet-export");
    stack.configure({});
    empty = await snapshot();
    for (const line of linesOf(COMMANDS)) sh(line);
    for (const line of ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]) sh(`sysctl -q -w ${line}`);
    sh("iptables -A FORWARD -p icmp -j ACCEPT");
    sh("iptables -N PEOPLE");
    sh("ip link add dummy0 type dummy");
    sh("ip link add $(reboot)`'\" type bridge");
    sh("ip netns add a;b'$x");
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await settled();
    made = steady(await snapshot());
  });

  after(() => stack.remove());

  it("tells what it leaves out", async () => {
    const answer = await exportedProject(stack);
    folder = answer.folder;
    assert.deepEqual(answer.left, []);
  });

  it("gives a program that is imported, and previews without a change", async () => {
    const { steps } = await stack.run("up", folder);
    assert.deepEqual(
      steps.filter((step) => !step.startsWith("import ")),
      [],
    );
    assert.deepEqual((await stack.run("preview", folder)).steps, []);
    await stack.run("refresh", folder, "--expect-no-changes");
    assertSame(steady(await snapshot()), made);
  });

  it("takes for a stack's what is one's", async () => {
    const { stdout } = await exported(["--stack", "dev"], stack);
    assert.match(stdout, /new linuxnet\.Bridge\("br0"/);
  });

  it("leaves what it has not said when it is destroyed", async () => {
    await stack.run("destroy", folder);
    sh("iptables -D FORWARD -p icmp -j ACCEPT");
    sh("iptables -X PEOPLE");
    sh("ip link del dummy0");
    assertSame(withoutSwitches(await snapshot()), withoutSwitches(empty));
  });
});
