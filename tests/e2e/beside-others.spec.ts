import assert from "node:assert/strict";
import { claims } from "../../examples/05-port-forward/claims";
import { failures } from "../support/check-claim";
import { run, sh } from "../support/command";
import { FOREIGN_FIREWALLS } from "../support/foreign-firewalls";
import { settled } from "../support/settled";
import { assertSame, rulesText, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const PROGRAM = "examples/05-port-forward";
const DROP = "FORWARD -s 10.0.0.0/16 -j DROP";
const restore = (text: string): string => run(["iptables-restore", "--noflush", "-w", "5"], undefined, text);

describe("beside the rules of others", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;
  const foreign = (): string[] =>
    rulesText(undefined, 4)
      .split("\n")
      .filter((line) => !line.includes("LN-"));

  before(async () => {
    stack = await Stack.open("linuxnet-05-port-forward");
    await settled();
    start = await snapshot();
    await stack.run("up", PROGRAM);
  });

  after(() => stack.remove());

  it("passes a rule that somebody puts above its own, with one up", async () => {
    sh(`iptables -w -I ${DROP}`);
    const before = foreign();
    const { steps } = await stack.run("up", PROGRAM);
    assert.deepEqual(steps.sort(), ["update br0", "update internet", "update web"]);
    assert.deepEqual(await failures(claims), []);
    assert.deepEqual(foreign(), before);
    assert.deepEqual((await stack.run("preview", PROGRAM)).steps, []);
  });

  for (const { name, text, above } of FOREIGN_FIREWALLS) {
    it(`works after ${name} has come above it, and leaves its rules as they are`, async () => {
      restore(text + above);
      const before = foreign();
      await stack.run("up", PROGRAM);
      assert.deepEqual(await failures(claims), []);
      assert.deepEqual(foreign(), before);
      assert.deepEqual((await stack.run("preview", PROGRAM)).steps, []);
    });
  }

  it("leaves ip_forward on where others may need it, and says so", async () => {
    const before = foreign();
    const { notes } = await stack.run("destroy", PROGRAM);
    const [said] = notes.filter((note) => note.includes("ip_forward"));
    assert.match(said ?? "", /^net\.ipv4\.ip_forward stays 1 on the host: -A FORWARD .* is not linuxnet's; it was 0$/);
    assert.equal(sh("sysctl -n net.ipv4.ip_forward"), "1\n");
    assert.deepEqual(foreign(), before);
  });

  it("puts ip_forward back with the next destroy after they are gone", async () => {
    for (const table of ["nat", "filter", "raw"]) {
      const chains = [...sh(`iptables-save -t ${table}`).matchAll(/^:(?!LN-)(\S+) (-)?/gm)];
      for (const [, name] of chains) sh(`iptables -w -t ${table} -F ${name}`);
      for (const [, name, isTheirs] of chains) if (isTheirs) sh(`iptables -w -t ${table} -X ${name}`);
    }
    await stack.run("up", PROGRAM);
    await stack.run("destroy", PROGRAM);
    assertSame(await snapshot(), start);
  });
});
