import assert from "node:assert/strict";
import { typed } from "../../provider/packets/reasons";
import { arrives, explained } from "../support/explained";
import { it } from "../support/kernel";
import { make } from "../support/made";

describe("explain, of what linuxnet itself keeps shut", () => {
  it("advises no removal of its rules", async () => {
    const networkOf = (
      name: string,
      number: number,
    ): { name: string; bridge: string; subnet: string; gateway: string } => {
      return { name, bridge: `br-${name}`, subnet: `10.0.${number}.0/24`, gateway: `10.0.${number}.1` };
    };
    for (const [name, number] of [
      ["web", 0],
      ["db", 1],
    ] as const) {
      const network = networkOf(name, number);
      await make("containerNetwork", { ...network, isolated: name === "db" });
      await make("container", { name: `c${number}`, networks: [{ network, address: `10.0.${number}.2` }] });
    }
    const { stop } = await explained("c0", "10.0.1.2");
    assert.equal(stop?.reason, "filtered");
    assert.match(stop.rule ?? "", / -A LN-OWN-/);
    assert.deepEqual(stop.fix.map(typed), ["in the program, publish the port, or let both be in one network"]);
    assert.equal(arrives("c0", "10.0.1.2"), false);
  });
});
