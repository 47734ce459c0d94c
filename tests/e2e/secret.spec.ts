import assert from "node:assert/strict";
import { Stack } from "../support/stack";

const ADDRESS = "10.99.88.1";
const SECRET = `${ADDRESS}/24`;

const PROGRAM = `
  const addresses = pulumi.secret(["${SECRET}"]);
  const br0 = new linuxnet.Bridge("br0", { addresses });
  new linuxnet.VethPair("veth0", { peer: { name: "eth0", addresses: pulumi.secret(["10.99.89.1/24"]) } });
  exports.addresses = br0.addresses;
  exports.address = br0.address;`;

describe("a value that a program makes a secret", function () {
  for (const mode of ["dynamic", "plugin"]) {
    it(`stays one in the state and in what is said: ${mode}`, async () => {
      const stack = await Stack.open("linuxnet-secret");
      stack.configure({ mode });
      const program = stack.program(PROGRAM);
      await stack.run("up", program);
      const state = await stack.export();
      for (const text of [ADDRESS, "10.99.89"]) assert.ok(!state.includes(text), `${text} is in the state`);
      await stack.run("preview", program, "--expect-no-changes");
      const { messages, notes } = await stack.run("refresh", program);
      const wrong = PROGRAM.replace("{ addresses }", "{ addresses, mtu: 1 }");
      const refusal = await stack.fail("up", stack.program(wrong, "wrong"));
      const told = [...messages, ...notes, refusal].join("\n");
      assert.match(told, /mtu: expected/);
      assert.ok(!told.includes(ADDRESS), told);
      if (mode === "plugin") {
        const itself = await stack.fail("up", stack.program(PROGRAM.replace("/24", "/33"), "itself"));
        assert.match(itself, /addresses\[0\]: expected .*, got a secret/);
        assert.ok(!itself.includes(ADDRESS), itself);
      }
      await stack.run("destroy", program);
      stack.remove();
    });
  }

  for (const mode of ["dynamic", "plugin"]) {
    it(`is kept from the log that is told of a service: ${mode}`, async () => {
      const stack = await Stack.open("linuxnet-secret");
      stack.configure({ mode });
      const program = (script: string): string =>
        stack.program(`new linuxnet.Service("job", {
          command: ["sh", "-c", ${JSON.stringify(script)}], restart: "no",
          environment: { PASSWORD: pulumi.secret("hunter2-hunter2") } });`);
      const refusal = await stack.fail("up", program("echo it was $PASSWORD; exit 3"));
      assert.match(refusal, /it ended at once with exit status 3\n.*\n *it was \[/);
      await stack.run("up", program("exec sleep 1000"));
      for (const text of [refusal, await stack.export()]) assert.ok(!text.includes("hunter2"), text);
      await stack.run("preview", program("exec sleep 1000"), "--expect-no-changes");
      await stack.run("destroy", program("exec sleep 1000"));
      stack.remove();
    });
  }

  it("is in no message of the plugin, nor in what the state keeps of a failure", async () => {
    const stack = await Stack.open("linuxnet-secret");
    stack.configure({ mode: "plugin" });
    const route = (gateway: string): string =>
      stack.program(`
        const br0 = new linuxnet.Bridge("br0", { addresses: ["10.99.88.1/24"] });
        const gateway = pulumi.secret("${gateway}");
        new linuxnet.Route("lan", { destination: "10.98.0.0/16", gateway }, { dependsOn: br0 });`);
    const UNREACHABLE = "10.97.0.9";
    const untold = async (text: string): Promise<void> => {
      assert.match(text, /Nexthop has invalid gateway/);
      for (const told of [text, await stack.export()]) assert.ok(!told.includes(UNREACHABLE), told);
    };
    await untold(await stack.fail("up", route(UNREACHABLE)));
    await stack.run("up", route("10.99.88.2"));
    await untold(await stack.fail("up", route(UNREACHABLE)));
    assert.match(await stack.export(), /"drift": \[\s*"route to 10.98.0.0\/16 on the host: cannot change/);

    const small = `new linuxnet.Bridge("br1", { addresses: pulumi.secret(["fd99::1/64"]), mtu: 1000 });`;
    const text = await stack.fail("preview", stack.program(small));
    assert.match(text, /mtu: expected at least 1280, for \[secret\], got 1000/);
    await stack.run("destroy", route("10.99.88.2"));
    stack.remove();
  });
});
