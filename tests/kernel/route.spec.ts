import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, linksByHand, PLACES, rowsFor } from "../support/kernel";
import { routes } from "../support/links";
import { type Inputs, make, refusal } from "../support/made";
import { owner } from "../support/owner";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const route = (inputs: Inputs): Inputs => ({ ...at, destination: "10.1.0.0/16", ...inputs });

  describe(`route ${where}`, () => {
    it("changes in place, one property after the other", async () => {
      linksByHand(place);
      const made = await make("route", route({ gateway: "10.7.0.2" }));
      for (const change of [
        { gateway: "10.7.0.3" },
        { gateway: "10.8.0.2" },
        { device: "out1" },
        { gateway: undefined },
        { source: "10.7.0.1" },
        { device: "out0" },
        { metric: 5 },
        { metric: undefined, source: undefined },
        { gateway: "172.16.0.1", onlink: true },
        { gateway: "10.7.0.2", onlink: false },
        { type: "blackhole", gateway: undefined, device: undefined },
        { type: "unreachable" },
        { type: "prohibit", metric: 9 },
        { type: "unicast", gateway: "10.7.0.2" },
        { owner: owner("renamed") },
      ]) {
        await made.change(change);
        assert.equal(sh("ip route show proto 76", place).trim().split("\n").length, 1);
      }
    });

    it("changes an IPv6 route in place", async () => {
      linksByHand(place);
      const made = await make("route", route({ destination: "fd01::/64", gateway: "fd07::2" }));
      for (const change of [
        { gateway: "fd07::3" },
        { gateway: "fd08::2" },
        { device: "out1" },
        { gateway: undefined },
        { metric: 5 },
        { type: "blackhole", device: undefined },
        { type: "unicast", gateway: "fd07::2" },
        { source: "fd08::1" },
      ]) {
        await made.change(change);
        assert.equal(sh("ip -6 route show proto 76", place).trim().split("\n").length, 1, JSON.stringify(change));
      }
    });

    it("changes the family of a default route in place", async () => {
      linksByHand(place);
      for (const metric of [undefined, 100]) {
        const made = await make("route", route({ destination: "default", gateway: "10.7.0.2", table: "100", metric }));
        await made.change({ gateway: "fd07::2" });
        assert.deepEqual(routes("default table 100", place), []);
        await made.change({ gateway: "10.7.0.2" });
        assert.equal(sh("ip -6 route show table 100", place), "");
        await made.remove();
      }
    });

    const DRIFTS: { name: string; commands: string[]; want: string[] | undefined }[] = [
      { name: "lost", commands: ["ip route del 10.1.0.0/16"], want: undefined },
      { name: "lost with its link", commands: ["ip link set out0 down", "ip link set out0 up"], want: undefined },
      { name: "gateway", commands: ["ip route change 10.1.0.0/16 via 10.7.0.9 proto 76"], want: ["gateway"] },
      { name: "type", commands: ["ip route change blackhole 10.1.0.0/16 proto 76"], want: ["gateway", "type"] },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        linksByHand(place);
        const made = await make("route", route({ gateway: "10.7.0.2" }));
        for (const command of commands) sh(command, place);
        assert.deepEqual((await made.drift())?.sort(), want);
        await made.upAfterRefresh();
      });
    }

    it("refuses the place of a foreign route, which stays", async () => {
      linksByHand(place);
      byHand("ip route add 10.1.0.0/16 via 10.7.0.9", place, "ip route del 10.1.0.0/16 via 10.7.0.9");
      const before = routes("10.1.0.0/16", place);
      assert.match(
        await refusal("route", route({ gateway: "10.7.0.2" })),
        /^route to 10\.1\.0\.0\/16 .*: cannot create, it already exists: a route unicast 10\.1\.0\.0\/16 via 10\.7\.0\.9 dev out0 .*did not make/,
      );
      assert.deepEqual(routes("10.1.0.0/16", place), before);
    });

    it("adopts a foreign route when it may", async () => {
      linksByHand(place);
      byHand("ip route add 10.1.0.0/16 via 10.7.0.9", place);
      const made = await make("route", route({ gateway: "10.7.0.2", adopt: true }));
      await made.settled();
      assert.equal(routes("10.1.0.0/16", place).length, 1);
    });

    it("refuses the place of another resource's route", async () => {
      linksByHand(place);
      const other = await make("route", route({ gateway: "10.7.0.9" }));
      assert.match(await refusal("route", route({ gateway: "10.7.0.2" })), /it already exists/);
      await other.settled();
    });

    it("takes back what its interrupted creation left", async () => {
      linksByHand(place);
      const lost = await make("route", route({ gateway: "10.7.0.2" }));
      lost.forget();
      await (await make("route", route({ gateway: "10.7.0.2" }))).settled();
    });

    it("is gone when a foreign route has its place, which neither a change nor the end touches", async () => {
      linksByHand(place);
      const made = await make("route", route({ gateway: "10.7.0.2" }));
      sh("ip route del 10.1.0.0/16", place);
      byHand("ip route add 10.1.0.0/16 via 10.7.0.9", place, "ip route del 10.1.0.0/16");
      assert.equal(await made.drift(), undefined);
      await assert.rejects(made.change({ gateway: "10.7.0.3" }), /cannot change, there is now a route .*did not make/);
      await made.remove();
      assert.deepEqual(routes("10.1.0.0/16", place), ["10.1.0.0/16 via 10.7.0.9 dev out0"]);
    });

    it("is told of when a foreign route stands before it, which stays with a change, a removal and a creation", async () => {
      linksByHand(place);
      const made = await make("route", route({ gateway: "10.7.0.2" }));
      byHand("ip route prepend 10.1.0.0/16 via 10.7.0.9", place, "ip route del 10.1.0.0/16 via 10.7.0.9");
      const foreign = "a route unicast 10.1.0.0/16 via 10.7.0.9 dev out0 of protocol boot";
      assert.deepEqual(await made.drift(), [`${foreign} stands before it`]);
      await assert.rejects(made.change({ gateway: "10.7.0.3" }), new RegExp(`cannot change, there is now ${foreign}`));
      await assert.rejects(made.upAfterRefresh(), new RegExp(`cannot change, there is now ${foreign}`));
      assert.match(await refusal("route", route({ gateway: "10.7.0.2" })), new RegExp(`already exists: ${foreign}`));
      assert.equal(routes("10.1.0.0/16", place).length, 2);
      await made.remove();
      assert.deepEqual(routes("10.1.0.0/16", place), ["10.1.0.0/16 via 10.7.0.9 dev out0"]);
    });

    it("is no matter of a foreign route that stands behind it", async () => {
      linksByHand(place);
      const made = await make("route", route({ gateway: "10.7.0.2" }));
      byHand("ip route append 10.1.0.0/16 via 10.7.0.9", place, "ip route del 10.1.0.0/16 via 10.7.0.9");
      await made.change({ gateway: "10.7.0.3" });
      await made.remove();
      assert.deepEqual(routes("10.1.0.0/16", place), ["10.1.0.0/16 via 10.7.0.9 dev out0"]);
    });

    it("does not overwrite a foreign route when its metric changes", async () => {
      linksByHand(place);
      const made = await make("route", route({ gateway: "10.7.0.2" }));
      byHand("ip route add 10.1.0.0/16 via 10.7.0.9 metric 5", place, "ip route del 10.1.0.0/16 via 10.7.0.9");
      await assert.rejects(made.change({ metric: 5 }), /cannot change, there is a route unicast .*did not make/);
      assert.match(routes("10.1.0.0/16", place).join("\n"), /via 10\.7\.0\.9 dev out0 metric 5/);
    });

    it("says what is wrong with a gateway that nobody can reach", async () => {
      linksByHand(place);
      assert.match(
        await refusal("route", route({ gateway: "172.16.0.1" })),
        /^route to 10\.1\.0\.0\/16 .*: cannot create, .*\n[^]*Nexthop has invalid gateway/,
      );
    });
  });
}
