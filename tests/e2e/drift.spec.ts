import assert from "node:assert/strict";
import { claims } from "../../examples/05-port-forward/claims";
import { failures } from "../support/check-claim";
import { sh } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const PROGRAM = "examples/05-port-forward";

/** What somebody does behind Pulumi's back, and the steps by which the next `up` repairs it. */
const DAMAGES = [
  { by: ["ip link del veth0"], repair: ["create default0", "create veth0"] },
  { by: ["iptables -F FORWARD"], repair: ["update br0", "update internet", "update web"] },
  {
    by: ["ip link set br0 down", "ip link set veth1 nomaster", "sysctl -q -w net.ipv4.ip_forward=0"],
    repair: ["update br0", "update internet", "update veth1", "update web"],
  },
  {
    by: ["ip netns delete ns0", "iptables -t nat -F", "iptables -t nat -X"],
    repair: ["create default0", "create ns0", "create veth0", "update internet", "update web"],
  },
];

describe("drift", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-05-port-forward");
    await settled();
    start = await snapshot();
    await stack.run("up", PROGRAM);
  });

  after(() => stack.remove());

  for (const { by, repair } of DAMAGES) {
    it(`is repaired after: ${by.join(", ")}`, async () => {
      for (const line of by) sh(line);
      const { steps } = await stack.run("up", PROGRAM);
      assert.deepEqual(steps.sort(), repair);
      assert.deepEqual(await failures(claims), []);
    });
  }

  it("is told by pulumi refresh, which changes nothing", async () => {
    sh("ip link del veth1");
    await settled();
    const before = await snapshot();
    await stack.run("refresh", PROGRAM);
    assertSame(await snapshot(), before);
    assert.doesNotMatch(await stack.export(), /"veth1"/);
    const { steps } = await stack.run("up", PROGRAM);
    assert.deepEqual(steps.sort(), ["create default1", "create veth1"]);
  });

  it("does not keep destroy from its work", async () => {
    sh("ip link del veth0");
    await stack.run("destroy", PROGRAM);
    assertSame(await snapshot(), start);
  });
});
