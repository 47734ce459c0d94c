import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { HAS_BOTH, withBackend } from "../../support/backends";
import { comparable } from "../../support/engine/comparable";
import { startWriters } from "../../support/engine/foreign-writers";
import { sized } from "../../support/size";
import { it } from "../../support/kernel";
import { assertSame } from "../../support/snapshot";
import { Stack } from "../../support/stack";

/** With the second backend two of them do. */
const STACKS = sized(3, 2);
const PORTS = sized(5, 3);

/** A network of each stack's own, with many rules in it. */
function network(index: number): string {
  return `
    const br0 = new linuxnet.Bridge("br${index}", { addresses: ["10.${index}.0.1/24"] });
    const ns0 = new linuxnet.Namespace("ns${index}");
    const veth0 = new linuxnet.VethPair("veth${index}", {
      master: br0, peer: { name: "eth0", namespace: ns0, addresses: ["10.${index}.0.2/24"] },
    });
    new linuxnet.Route("default", { namespace: ns0, destination: "default", gateway: br0 });
    new linuxnet.Masquerade("internet", { source: "10.${index}.0.0/24", inInterface: br0 });
    for (let port = 0; port < ${PORTS}; port++) {
      new linuxnet.PortForward(\`web\${port}\`, { hostPort: ${8000 + 100 * index} + port, targetAddress: veth0.peer });
    }`;
}

describe("several stacks at once", function () {
  this.timeout(600_000);
  let stacks: { stack: Stack; program: string }[];

  beforeEach(async () => {
    const names = Array.from({ length: STACKS }, (_, index) => `linuxnet-concurrent-${index}`);
    const opened = await Promise.all(names.map((name) => Stack.open(name)));
    stacks = opened.map((stack, index) => ({ stack, program: stack.program(network(index + 1)) }));
  });

  afterEach(() => {
    for (const { stack } of stacks) stack.remove();
  });

  const all = (operation: "up" | "destroy", of: typeof stacks) =>
    Promise.all(of.map(({ stack, program }) => stack.run(operation, program, "--parallel", "64")));

  async function disturbed(some = stacks): Promise<void> {
    // One after the other, with nobody else.
    const [first, ...rest] = some as [(typeof stacks)[number], ...typeof stacks];
    for (const one of some) await all("up", [one]);
    const undisturbed = await comparable();
    await all("destroy", some);

    const flag = join(first.stack.folder, "stop");
    const writers = startWriters(flag, () => writeFileSync(flag, ""));
    try {
      await all("up", some);
      // All but one go and come back.
      await Promise.all([all("destroy", rest), all("up", [first])]);
      await all("up", some);
    } finally {
      const { rounds, failures } = await writers.stop();
      assert.deepEqual(failures, []);
      assert.ok(rounds > 5, `only ${rounds} rounds of the foreign writer`);
    }
    assertSame(await comparable(), undisturbed);
    for (const { stack, program } of some) assert.deepEqual((await stack.run("preview", program)).steps, []);
    await all("destroy", some);
  }

  it("beside others who change rules make what each would make alone", () => disturbed());

  (HAS_BOTH ? it : globalThis.it.skip)("do so with iptables-legacy, too", () =>
    withBackend("legacy", () => disturbed(stacks.slice(0, 2))),
  );
});
