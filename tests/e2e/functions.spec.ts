import assert from "node:assert/strict";
import { sh } from "../support/command";
import { settled } from "../support/settled";
import { Stack } from "../support/stack";

/** What the functions answer goes into the kernel: the metric of a blackhole tells how many links a namespace has. */
const PROGRAM = `
  const uplink = linuxnet.getUplinkOutput();
  const ns0 = new linuxnet.Namespace("ns0");
  new linuxnet.VethPair("veth0", { namespace: ns0, peer: { name: "ceth0", namespace: ns0 } });
  new linuxnet.Masquerade("internet", { source: "10.3.0.0/16", outInterface: uplink.device, toSource: uplink.address });
  const metric = linuxnet.getLinksOutput({ namespace: ns0, kind: "veth" }).links.apply((all) => 100 + all.length);
  new linuxnet.Route("count", { namespace: ns0, destination: "10.4.0.0/16", type: "blackhole", metric });`;

describe("what functions answer", function () {
  this.bail(true);
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-functions");
    await settled();
  });

  after(() => stack.remove());

  it("is not known in a preview of what is not made", async () => {
    const { steps } = await stack.run("preview", stack.program(PROGRAM));
    assert.deepEqual(steps.sort(), ["create count", "create internet", "create ns0", "create veth0"]);
  });

  it("is used by an up", async () => {
    await stack.run("up", stack.program(PROGRAM));
    assert.match(sh("iptables-save -t nat"), /-s 10\.3\.0\.0\/16 .*-o enp0s1 -j SNAT --to-source 192\.168\.64\.5/);
    assert.match(sh("ip route show 10.4.0.0/16", "ns0"), /^blackhole 10\.4\.0\.0\/16 proto 76 metric 10[02]/);
  });

  it("is what stands at the next one", async () => {
    await stack.run("up", stack.program(PROGRAM));
    assert.match(sh("ip route show 10.4.0.0/16", "ns0"), /metric 102/);
  });
});
