import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { settled } from "../../support/settled";
import { assertSame, snapshot } from "../../support/snapshot";
import { Stack } from "../../support/stack";

const FOLDER = resolve(__dirname, "../../../examples/mistakes");

/** What the preview of each mistake finds: the resource, and the first line. */
const FINDINGS: Record<string, string> = {
  "address-used-twice":
    "veth1: address 10.0.0.2 is used twice on one segment: by ceth0 in namespace ns0 and by ceth1 in namespace ns1",
  "bridge-loop": "b0: bridge loop without STP: br1 on the host ═ br0 on the host ═ br1 on the host",
  "forward-to-nobody": "web: port 8080/tcp on the host is forwarded to 10.0.0.20, an address that nothing has",
  "masquerade-of-nothing":
    "internet: masquerade source 10.0.0.0/24 covers no interface on the host: no packet will have such a source",
  "missing-return-route":
    "left-default: missing return route: left reaches right (10.0.1.2) through router, but right has no route back to 10.0.0.0/24",
  "mtu-mismatch": "veth0: MTU mismatch on one segment: ceth0 in namespace ns0 has 1500, br0 on the host has 9000",
  "name-used-twice": "veth1: interface eth0 in namespace ns0 is declared twice in this program: by veth0 and by veth1",
  "no-masquerade":
    "default1: no way back: packets of ns1 leave the host by enp0s1 with the private source 10.0.1.2, and no masquerade there hides 10.0.1.0/24",
  "port-forwarded-twice":
    "web1: port 8080/tcp of every address on the host is forwarded twice: to 10.0.0.2:80 and to 10.0.0.3:80",
  "unreachable-gateway":
    "default0: gateway: expected an address inside 10.0.0.0/24, got 10.0.1.1, which no interface in namespace ns0 can reach",
};

describe("a mistake between resources", () => {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-mistakes");
    await settled();
  });

  after(() => stack.remove());

  for (const [name, finding] of Object.entries(FINDINGS)) {
    it(`is found by the preview, which changes nothing: ${name}`, async () => {
      const before = await snapshot();
      const { findings } = await stack.run("preview", join(FOLDER, name));
      assert.deepEqual(findings, [finding]);
      assertSame(await snapshot(), before);
    });
  }

  it("has an example for each", () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), Object.keys(FINDINGS).sort());
  });
});
