import assert from "node:assert/strict";
import { failures } from "../support/check-claim";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

const PROGRAM = `
  class Site extends pulumi.ComponentResource {
    constructor(name, opts) {
      super("test:index:Site", name, {}, opts);
      const parent = this;
      const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] }, { parent });
      const ns0 = new linuxnet.Namespace("ns0", {}, { parent });
      const peer = { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] };
      const veth0 = new linuxnet.VethPair("veth0", { master: br0, peer }, { parent });
      new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: "10.0.0.1" }, { parent });
      new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", inInterface: br0 }, { parent });
      new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: veth0.peer }, { parent });
      this.registerOutputs({ address: br0.address });
    }
  }
  class Outer extends pulumi.ComponentResource {
    constructor(name) {
      super("test:index:Outer", name);
      new Site("site", { parent: this });
    }
  }
  new Outer("outer");`;

describe("all kinds inside components", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-component");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  it("are made, and work", async () => {
    const { steps } = await stack.run("up", stack.program(PROGRAM));
    const made = ["br0", "default0", "internet", "ns0", "outer", "site", "veth0", "web"];
    assert.deepEqual(
      steps.sort(),
      made.map((name) => `create ${name}`),
    );
    const server = { in: "ns0", address: "10.0.0.2", port: 8080 };
    assert.deepEqual(
      await failures([
        { what: "out", in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" },
        { what: "in", in: "wan", run: ["curl", "-sSm1", "192.168.64.5:8080"], prints: "hello 192.168.64.1", server },
      ]),
      [],
    );
  });

  it("do not change at a second up", async () => {
    assert.deepEqual((await stack.run("up", stack.program(PROGRAM))).steps, []);
  });

  it("are destroyed without a trace", async () => {
    await stack.run("destroy", stack.program(PROGRAM));
    assertSame(await snapshot(), start);
  });
});
