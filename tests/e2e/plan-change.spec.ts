import assert from "node:assert/strict";
import { byHand, kernel, scriptOf } from "../support/planned";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { Stack } from "../support/stack";

/** The parts of a program that the tests change, and what it has beside. */
const PARTS = {
  br0: `"br0"`,
  ns1: `"ns1"`,
  mtu: "1500",
  addresses: `["10.0.0.2/24", "fd00::2/64"]`,
  source: `"10.0.0.0/16"`,
  hostPort: "8080",
  rest: `
    const lab = new linuxnet.Namespace("lab", { sysctls: { "net.ipv4.conf.all.rp_filter": "2" } });
    new linuxnet.Route("beyond", { namespace: ns0, destination: "10.9.0.0/16", gateway: br0, metric: 7 });
    new linuxnet.Bridge("inner", { namespace: lab, addresses: ["10.1.0.1/24"], stp: true });
    new linuxnet.Masquerade("nested", { namespace: lab, source: "10.1.0.0/24" });
    new linuxnet.PortForward("local", { hostPort: "9000-9010", targetAddress: veth0.peer });`,
};

const program = (changes: Partial<typeof PARTS>): string => {
  const { br0, ns1, mtu, addresses, source, hostPort, rest } = { ...PARTS, ...changes };
  return `
    const br0 = new linuxnet.Bridge("br0", { name: ${br0}, addresses: ["10.0.0.1/24", "fd00::1/64"] });
    const ns0 = new linuxnet.Namespace("ns0");
    const ns1 = new linuxnet.Namespace("ns1", { name: ${ns1} });
    const veth0 = new linuxnet.VethPair("veth0", {
      master: br0,
      mtu: ${mtu},
      peer: { name: "ceth0", namespace: ns0, mtu: ${mtu}, addresses: ${addresses} },
    });
    new linuxnet.VethPair("veth1", {
      master: br0,
      peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24"] },
    });
    new linuxnet.Route("default1", { namespace: ns1, destination: "default", gateway: br0 });
    new linuxnet.Masquerade("internet", { source: ${source}, outInterface: "enp0s1", inInterface: br0 });
    new linuxnet.PortForward("web", {
      hostAddress: "192.168.64.5",
      hostPort: ${hostPort},
      targetAddress: veth0.peer,
    });
    ${rest}`;
};

const CHANGES: { name: string; from?: Partial<typeof PARTS>; change: Partial<typeof PARTS>; summary: string }[] = [
  {
    name: "changes in place",
    change: { mtu: "1400", addresses: `["10.0.0.22/24"]`, source: `"10.0.0.0/24"`, hostPort: "8081" },
    summary: "4 to update",
  },
  {
    name: "a replaced namespace, and changes in place",
    change: { ns1: `"other"`, mtu: "1400", hostPort: "8081" },
    summary: "2 to update, 3 to replace",
  },
  { name: "a replaced bridge", change: { br0: `"switch"` }, summary: "1 to update, 5 to replace" },
  {
    name: "resources that come and go",
    change: { rest: `new linuxnet.Bridge("br1", { addresses: ["10.2.0.1/24"], forward: false });` },
    summary: "1 to create, 5 to delete",
  },
  { name: "resources in a new namespace", from: { rest: "" }, change: {}, summary: "5 to create" },
];

describe("the plan of a change does by hand what pulumi up does", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-plan-change");
    await settled();
    start = await snapshot();
  });

  after(() => stack.remove());

  for (const { name, from = {}, change, summary } of CHANGES) {
    it(name, async () => {
      const [folder, next] = [stack.program(program(from)), stack.program(program(change), "next")];
      await stack.run("up", folder);
      const standing = await kernel();
      const text = await scriptOf(stack, next);
      assert.equal(text.trimEnd().split("\n").at(-1), `# ${summary}`);
      assertSame(await kernel(), standing);
      await stack.run("up", next);
      const made = await kernel();
      await stack.run("destroy", next);
      await stack.run("up", folder);
      assertSame(await kernel(), standing);
      byHand(text);
      assertSame(await kernel(), made);
      // The state still tells of what was before. What a refresh finds gone is taken back, or was to go.
      await stack.run("up", next);
      assertSame(await kernel(), made);
      await stack.run("destroy", next);
      assertSame(await snapshot(), start);
    });
  }
});
