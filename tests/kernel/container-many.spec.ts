import assert from "node:assert/strict";
import { setTimeout as passed } from "node:timers/promises";
import { run, succeeds } from "../support/command";
import { it } from "../support/kernel";
import { type Inputs, make } from "../support/made";

const NUMBERS = Array.from({ length: 24 }, (_, index) => index);

const networkOf = (subnet: string): Inputs => ({
  ...{ name: "web", bridge: "br-web", subnet: `${subnet}.0/24`, gateway: `${subnet}.1` },
});

const containerOf = (number: number, subnet: string): Inputs => ({
  name: `c${number}`,
  networks: [{ network: networkOf(subnet), address: `${subnet}.${number + 2}`, aliases: ["all"] }],
  publish: [`${8000 + number}:80`, `${7000 + number}:80/udp`],
});

describe("containers, many at once", () => {
  it("are made, change with their network's subnet, and go", async () => {
    const network = await make("containerNetwork", networkOf("10.5.0"));
    const all = await Promise.all(NUMBERS.map((number) => make("container", containerOf(number, "10.5.0"))));
    for (const subnet of ["10.106.0", "10.7.0"]) {
      await network.become(networkOf(subnet));
      // The engine begins one after another: some are read while others are written.
      const changed = all.map(async (it, number) => {
        await passed(number * 40);
        await it.upTo(containerOf(number, subnet));
      });
      for (const result of await Promise.allSettled(changed)) {
        assert.equal(result.status, "fulfilled", result.status === "rejected" ? String(result.reason) : "");
      }
      await Promise.all(all.map((it) => it.settled()));
      assert.equal(run(["ip", "netns", "exec", "c3", "getent", "ahosts", "c17"]).split(" ", 1)[0], `${subnet}.19`);
      assert.ok(succeeds(["ping", "-c1", "-W2", `${subnet}.19`], "c3"));
    }
    await Promise.all(all.map((it) => it.remove()));
  });
});
