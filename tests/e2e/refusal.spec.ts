import assert from "node:assert/strict";
import { sh } from "../support/command";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

/** What stands already, what is to be made in its place, and how the refusal calls both. */
const TAKEN = [
  {
    by: "ip netns add ns0",
    undo: "ip netns delete ns0",
    program: `new linuxnet.Namespace("ns0");`,
    message: /namespace ns0: cannot create, it already exists: a namespace that linuxnet did not make/,
  },
  {
    by: "ip link add br0 type bridge",
    undo: "ip link del br0",
    program: `new linuxnet.Bridge("br0");`,
    message: /bridge br0 on the host: cannot create, it already exists: an interface of kind bridge/,
  },
  {
    by: "ip link add veth0 type veth peer name veth9",
    undo: "ip link del veth0",
    program: `new linuxnet.VethPair("veth0", { addresses: ["10.9.0.1/24"], peer: { name: "ceth0" } });`,
    message:
      /veth pair veth0 on the host, ceth0 on the host: cannot create, it already exists: an interface of kind veth/,
  },
  {
    by: "ip route add 10.9.0.0/24 via 192.168.64.1",
    undo: "ip route del 10.9.0.0/24",
    program: `new linuxnet.Route("lan", { destination: "10.9.0.0/24", gateway: "192.168.64.7", device: "enp0s1" });`,
    message: /route to 10\.9\.0\.0\/24 on the host: cannot create, it already exists: a route/,
  },
];

/** Inputs that are none, and the property and value that the refusal names. */
const WRONG = [
  {
    program: `new linuxnet.Bridge("br0", { name: "sixteen-bytes-xy" });`,
    message: /name: expected an interface name of 1-15 bytes.*, got "sixteen-bytes-xy"/,
  },
  {
    program: `new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24", "10.0.0.256/24"] });`,
    message: /addresses\[1\]: expected an address with its prefix length.*, got "10\.0\.0\.256\/24"/,
  },
  {
    program: `new linuxnet.PortForward("web", { hostPort: 65536, targetAddress: "10.0.0.2" });`,
    message: /hostPort: expected .*65535.*, got 65536/,
  },
  {
    program: `
      const ns0 = new linuxnet.Namespace("ns0");
      const veth0 = new linuxnet.VethPair("veth0", { peer: { name: "ceth0", namespace: ns0 } });
      new linuxnet.Route("default", { namespace: ns0, destination: "default", device: veth0 });`,
    message: /device: expected an interface in namespace ns0, got "veth0 on the host"/,
  },
];

describe("a refusal", () => {
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-refusal");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  for (const { by, undo, program, message } of TAKEN) {
    it(`leaves alone what stands: ${by}`, async () => {
      sh(by);
      const standing = await snapshot();
      try {
        assert.match(await stack.fail("up", stack.program(program)), message);
        assertSame(await snapshot(), standing);
      } finally {
        sh(undo);
      }
    });
  }

  it("leaves to another stack the port that it forwards", async () => {
    const program = (target: string): string =>
      `new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: "${target}" });`;
    const other = await Stack.open("linuxnet-other");
    try {
      await other.run("up", other.program(program("10.0.0.3")));
      const standing = await snapshot();
      assert.match(
        await stack.fail("up", stack.program(program("10.0.0.2"))),
        /port forward :8080\/tcp on the host: cannot create, another stack forwards this port already, by the rule -A LN-DNAT-/,
      );
      assertSame(await snapshot(), standing);
    } finally {
      await other.run("destroy", other.program(""));
      other.remove();
    }
    await stack.run("up", stack.program(program("10.0.0.2")));
  });

  for (const { program, message } of WRONG) {
    it(`names property and value: ${message.source.split(":")[0]}`, async () => {
      const text = await stack.fail("preview", stack.program(program));
      assert.match(text, message);
      assert.doesNotMatch(text, /^ +at /m, "a stack trace");
    });
  }

  it("leaves nothing", async () => {
    await stack.run("destroy", stack.program(""));
    assertSame(await snapshot(), start);
  });
});
