import assert from "node:assert/strict";
import { Stack } from "../support/stack";

const SECRET = "10.99.88.1/24";

const PROGRAM = `
  const addresses = pulumi.secret(["${SECRET}"]);
  const br0 = new linuxnet.Bridge("br0", { addresses });
  exports.addresses = br0.addresses;`;

describe("a value that a program makes a secret", function () {
  this.timeout(120_000);

  for (const mode of ["dynamic", "plugin"]) {
    it(`stays one in the state and in what is said: ${mode}`, async () => {
      const stack = await Stack.open("linuxnet-secret");
      stack.configure({ mode });
      const program = stack.program(PROGRAM);
      await stack.run("up", program);
      assert.ok(!(await stack.export()).includes(SECRET), "it is in the state");
      const { messages, notes } = await stack.run("refresh", program);
      const wrong = PROGRAM.replace("{ addresses }", "{ addresses, mtu: 1 }");
      const refusal = await stack.fail("up", stack.program(wrong, "wrong"));
      const told = [...messages, ...notes, refusal].join("\n");
      assert.match(told, /mtu: expected/);
      assert.ok(!told.includes(SECRET), told);
      await stack.run("destroy", program);
      stack.remove();
    });
  }
});
