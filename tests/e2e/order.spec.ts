import assert from "node:assert/strict";
import { failures } from "../support/check-claim";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

/** Nothing but literals says what comes first: gateways, targets and sources. */
const PROGRAM = `
  const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
  for (const index of [2, 3, 4, 5]) {
    const namespace = new linuxnet.Namespace("ns" + index);
    new linuxnet.VethPair("veth" + index, {
      master: br0,
      peer: { name: "eth0", namespace, addresses: ["10.0.0." + index + "/24"] },
    });
    const source = "10.0.0." + index;
    new linuxnet.Route("default" + index, { namespace, destination: "default", gateway: "10.0.0.1", source });
    const target = { targetAddress: "10.0.0." + index, targetNetwork: "10.0.0.0/24" };
    new linuxnet.PortForward("web" + index, { hostAddress: "192.168.64.5", hostPort: 8000 + index, targetPort: 80, ...target });
  }
  new linuxnet.Route("behind", { destination: "10.9.0.0/16", gateway: "10.0.0.2" });`;

const TIMES = 3;

describe("literal gateways and targets", () => {
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-order");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  for (let time = 1; time <= TIMES; time++) {
    it(`are in the right order with --parallel 64, time ${time} of ${TIMES}`, async () => {
      const folder = stack.program(PROGRAM);
      const { steps } = await stack.run("up", folder, "--parallel", "64");
      assert.equal(steps.length, 18);
      const server = { in: "ns5", address: "10.0.0.5", port: 80 };
      assert.deepEqual(
        await failures([
          { what: "in", in: "wan", run: ["curl", "-sSm1", "192.168.64.5:8005"], prints: "hello 192.168.64.1", server },
        ]),
        [],
      );
      await stack.run("destroy", folder, "--parallel", "64");
      assertSame(await snapshot(), start);
    });
  }

  it("go along when the interface is replaced that carries them", async () => {
    await stack.run("up", stack.program(PROGRAM));
    const renamed = PROGRAM.replace(`"br0", {`, `"br0", { name: "br1",`);
    const { steps } = await stack.run("up", stack.program(renamed));
    for (const index of [2, 3, 4, 5]) assert.ok(steps.includes(`delete-replaced default${index}`), steps.join(", "));
    assert.ok(steps.includes("delete-replaced behind"), steps.join(", "));
    await stack.run("destroy", stack.program(renamed));
    assertSame(await snapshot(), start);
  });
});
