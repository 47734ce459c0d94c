import assert from "node:assert/strict";
import { failures } from "../support/check-claim";
import type { Claim } from "../support/claim";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";
import { TYPES } from "../../provider/types";
import { MODE } from "../support/mode";
import { Stack } from "../support/stack";

const program = (names: { ns0: string; br0: string }): string => `
  const br0 = new linuxnet.Bridge("br0", { name: "${names.br0}", addresses: ["10.0.0.1/24"] });
  const ns0 = new linuxnet.Namespace("ns0", { name: "${names.ns0}" });
  const ns1 = new linuxnet.Namespace("ns1");
  const cable = (index, namespace) =>
    new linuxnet.VethPair("veth" + index, {
      master: br0,
      peer: { name: "ceth" + index, namespace, addresses: ["10.0.0." + (2 + 2 * index) + "/24"] },
    });
  const veth0 = cable(0, ns0);
  cable(1, ns1);
  new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0 });
  new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", outInterface: "enp0s1", inInterface: br0 });
  new linuxnet.PortForward("web", { hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: veth0.peer });`;

const claims = (ns0: string): Claim[] => [
  { what: "ns0 reaches ns1", in: ns0, run: ["ping", "-c1", "-W1", "10.0.0.4"], prints: "1 received" },
  { what: "ns0 reaches the internet", in: ns0, run: ["ping", "-c1", "-W1", "8.8.8.8"], prints: "1 received" },
  {
    what: "wan reaches ns0",
    in: "wan",
    run: ["curl", "-sSm1", "192.168.64.5:8080"],
    prints: "hello 192.168.64.1",
    server: { in: ns0, address: "10.0.0.2", port: 8080 },
  },
];

/** The steps of a replacement that deletes first. */
const replaced = (...names: string[]): string[] =>
  ["create-replacement", "delete-replaced", "replace"].flatMap((op) => names.map((name) => `${op} ${name}`));

describe("a replacement takes along what hangs on it", function () {
  this.bail(true);
  let stack: Stack;
  let start: string;

  before(async () => {
    stack = await Stack.open("linuxnet-replace");
    await settled();
    start = await snapshot();
    await stack.run("up", stack.program(program({ ns0: "ns0", br0: "br0" })));
  });

  after(() => stack.remove());

  it("a namespace: its cable and its route", async () => {
    const { steps } = await stack.run("up", stack.program(program({ ns0: "other", br0: "br0" })));
    assert.deepEqual(steps.sort(), replaced("default0", "ns0", "veth0"));
    assert.deepEqual(await failures(claims("other")), []);
  });

  it("a bridge: its ports, and the routes by way of it", async () => {
    const { notes } = await stack.run("preview", stack.program(program({ ns0: "other", br0: "switch" })));
    assert.deepEqual(notes.filter((note) => /br0|veth0/.test(note)).sort(), [
      "bridge br0 on the host is replaced, because name cannot change in place",
      "veth pair veth0 on the host, ceth0 in namespace other is replaced, because master refers to what is replaced",
    ]);
    const { steps } = await stack.run("up", stack.program(program({ ns0: "other", br0: "switch" })));
    assert.deepEqual(steps.sort(), [...replaced("br0", "default0", "veth0", "veth1"), "update internet"].sort());
    assert.deepEqual(await failures(claims("other")), []);
  });

  it("which pulumi up --replace asks for: a cable", async () => {
    const folder = stack.program(program({ ns0: "other", br0: "switch" }));
    const urn = `urn:pulumi:dev::linuxnet-replace::${TYPES[MODE]}VethPair::veth0`;
    const { steps } = await stack.run("up", folder, "--replace", urn);
    assert.ok(steps.includes("delete-replaced veth0"), steps.join(", "));
    assert.deepEqual(await failures(claims("other")), []);
  });

  it("and nothing of it stays behind", async () => {
    await stack.run("destroy", stack.program(program({ ns0: "other", br0: "switch" })));
    assertSame(await snapshot(), start);
  });
});
