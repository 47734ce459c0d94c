import assert from "node:assert/strict";
import { claims as bridge } from "../../examples/03-bridge/claims";
import { claims as internet } from "../../examples/04-internet/claims";
import { claims as portForward, refused } from "../../examples/05-port-forward/claims";
import { failures } from "../support/check-claim";
import { start } from "../support/process";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const STEPS = "examples/versions/steps";
const LIMIT_MS = 90_000;

describe("example versions", function () {
  this.timeout(LIMIT_MS);
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-versions");
  });

  after(() => stack.remove());

  it("goes from a bridge to a published port and back, and no packet between its ends is lost", async () => {
    await stack.run("up", `${STEPS}/1-bridge`);
    await settled();
    const first = await snapshot();
    const ping = start({ in: "ns0", run: ["ping", "-q", "-i", "0.05", "10.0.0.4"] }, LIMIT_MS);
    assert.deepEqual(await failures([...bridge, ...refused]), []);

    await stack.run("up", `${STEPS}/2-internet`);
    assert.deepEqual(await failures([...internet, ...refused]), []);

    await stack.run("up", `${STEPS}/3-port-forward`);
    assert.deepEqual(await failures(portForward), []);

    await stack.run("up", `${STEPS}/1-bridge`);
    assert.deepEqual(await failures([...bridge, ...refused]), []);

    ping.kill("SIGINT");
    const { all } = await ping;
    const [, sent, received] = /^(\d+) packets transmitted, (\d+) received/m.exec(all) ?? assert.fail(all);
    assert.equal(received, sent);
    assert.ok(Number(sent) > 100, `only ${sent} packets were sent`);
    assertSame(await snapshot(), first);
  });

  it("is destroyed", () => stack.run("destroy", `${STEPS}/1-bridge`));
});
