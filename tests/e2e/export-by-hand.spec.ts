import assert from "node:assert/strict";
import { COMMANDS, linesOf } from "../support/by-hand/commands";
import { run, sh } from "../support/command";
import { exported, exportedProject } from "../support/exported";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const TSC = require.resolve("typescript/bin/tsc");

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
    await settled();
    empty = await snapshot();
    for (const line of linesOf(COMMANDS)) sh(line);
    for (const line of ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1"]) sh(`sysctl -q -w ${line}`);
    sh("iptables -A INPUT -p icmp -j ACCEPT");
    sh("iptables -N PEOPLE");
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
    const letters = "letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`";
    assert.deepEqual(answer.left, [
      "namespace wan: the host's way out ends there",
      `Namespace id "a;b'$x": name: expected a namespace name of 1-255 bytes: ${letters}, got "a;b'$x"`,
      `Bridge id "$(reboot)\`'\\"": name: expected an interface name of 1-15 bytes: ${letters}, got "$(reboot)\`'\\""`,
      "interface enp0s1 on the host: it is the host's way out",
      "route default on the host: it leads out by enp0s1, which stays",
      "iptables -A INPUT -p icmp -j ACCEPT (on the host): no resource takes over a rule like that",
      "iptables chain PEOPLE of filter on the host",
      "iptables -P FORWARD DROP (on the host): a program declares no policies",
      "ip6tables -P FORWARD DROP (on the host): a program declares no policies",
      "interface br0: type bridge forward_delay 200 (on the host)",
    ]);
  });

  it("gives a program whose types are right", () => {
    run([process.execPath, TSC, "--noEmit", "-p", folder]);
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
    sh("iptables -D INPUT -p icmp -j ACCEPT");
    sh("iptables -X PEOPLE");
    sh("ip link del $(reboot)`'\"");
    sh("ip netns delete a;b'$x");
    assertSame(await snapshot(), empty);
  });
});
