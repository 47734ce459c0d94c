import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, PLACES, rowsFor } from "../support/kernel";
import { addresses, hasLink, link, ourRules } from "../support/links";
import { make, refusal } from "../support/made";
import { owner } from "../support/owner";
import { rulesText } from "../support/snapshot";

const NAMES = ["br0", "type", "dev", "up", "help", "ip", "constructor", "br0.5", "a-b_c.d012345"];

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };

  describe(`bridge ${where}`, () => {
    it("has what it was given", async () => {
      const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"], stp: true });
      const { mtu, flags, linkinfo, ifalias } = link("br0", place);
      assert.deepEqual(
        { mtu, kind: linkinfo.info_kind, stp: linkinfo.info_data?.stp_state, ifalias, up: flags.includes("UP") },
        { mtu: 1500, kind: "bridge", stp: 1, ifalias: `linuxnet:${owner("bridge br0")}`, up: true },
      );
      assert.deepEqual(addresses("br0", place), ["10.0.0.1/24", "fd00::1/64"]);
      for (const family of [4, 6] as const) {
        assert.match(rulesText(place, family), /^-A FORWARD -m comment --comment "linuxnet:\w+" -j LN-BR-\w+$/m);
        assert.match(rulesText(place, family), /^-A LN-BR-\w+ -i br0 -o br0 -j ACCEPT$/m);
      }
      await br0.settled();
    });

    it("keeps its rules and its place in the state when somebody has taken it for his own, until that is given back", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      const { ifalias = "" } = link("br0", place);
      const rules = ourRules(place);
      sh("ip link set dev br0 alias foo", place);
      assert.deepEqual(await br0.drift(), ["only a part of it stands", "br0 is somebody else's by now"]);
      await assert.rejects(
        br0.repair(),
        /cannot change, there is now an interface of kind bridge that linuxnet did not make/,
      );
      assert.deepEqual(ourRules(place), rules);
      sh(`ip link set dev br0 alias ${ifalias}`, place);
      await br0.settled();
    });

    for (const name of rowsFor(place, NAMES)) {
      it(`may be called ${name}`, async () => {
        const bridge = await make("bridge", { ...at, name, addresses: ["10.0.0.1/24"] });
        await bridge.settled();
        await bridge.change({ mtu: 1400, addresses: ["10.0.0.2/24"] });
      });
    }

    it("changes in place, one property after the other", async () => {
      const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24"] });
      const { address } = link("br0", place);
      await br0.change({ addresses: ["10.0.0.1/24", "10.0.1.1/24", "fd00::1/64"] });
      await br0.change({ addresses: ["10.0.1.1/24", "fd00::1/64", "fd00::2/64"] });
      await br0.change({ addresses: ["10.0.1.1/16", "fd00::2/64"] });
      await br0.change({ addresses: undefined });
      await br0.change({ mtu: 1400 });
      await br0.change({ mtu: 9000 });
      await br0.change({ mtu: undefined });
      await br0.change({ mac: "02:00:00:00:00:01" });
      assert.equal(link("br0", place).address, "02:00:00:00:00:01");
      await br0.change({ mac: undefined });
      assert.equal(link("br0", place).address, address);
      await br0.change({ stp: true });
      await br0.change({ stp: false });
      await br0.change({ up: false });
      await br0.change({ up: true });
      await br0.change({ forward: false });
      assert.deepEqual(ourRules(place), []);
      await br0.change({ forward: true });
      await br0.change({ adopt: true });
      await br0.change({ owner: owner("renamed") });
      assert.equal(link("br0", place).address, address);
      assert.doesNotMatch(rulesText(place, 4), new RegExp(owner("bridge br0")));
    });

    it("keeps its addresses while it is down", async () => {
      const both = ["10.0.0.1/24", "fd00::1/64"];
      const br0 = await make("bridge", { ...at, name: "br0", addresses: both, up: false });
      await br0.settled();
      await br0.change({ up: true });
      await br0.change({ up: false });
      await br0.change({ up: true });
      assert.deepEqual(addresses("br0", place), both);
    });

    const DRIFTS: { name: string; commands: string[]; want: string[] }[] = [
      { name: "down", commands: ["ip link set br0 down"], want: ["up", "addresses"] },
      { name: "IPv4 address lost", commands: ["ip address del 10.0.0.1/24 dev br0"], want: ["addresses"] },
      { name: "IPv6 address lost", commands: ["ip address del fd00::1/64 dev br0"], want: ["addresses"] },
      { name: "address added", commands: ["ip address add 10.9.0.1/24 dev br0"], want: ["addresses"] },
      { name: "IPv6 address added", commands: ["ip address add fd09::1/64 dev br0"], want: ["addresses"] },
      { name: "MTU", commands: ["ip link set br0 mtu 1400"], want: ["mtu"] },
      { name: "MAC", commands: ["ip link set br0 address 02:00:00:00:00:02"], want: ["mac"] },
      { name: "spanning tree", commands: ["ip link set br0 type bridge stp_state 1"], want: ["stp"] },
      { name: "rule flushed", commands: ["iptables -w -F CHAIN"], want: ["missing: -A CHAIN -i br0 -o br0 -j ACCEPT"] },
      { name: "foreign rule", commands: ["iptables -w -A CHAIN -j DROP"], want: ["not ours: -A CHAIN -j DROP"] },
      { name: "hook lost", commands: ["ip6tables -w -D FORWARD HOOK"], want: ["missing: -A FORWARD HOOK"] },
      { name: "hook doubled", commands: ["iptables -w -A FORWARD HOOK"], want: ["2 times: -A FORWARD HOOK"] },
      {
        name: "chains gone",
        commands: ["iptables -w -D FORWARD HOOK", "iptables -w -F CHAIN", "iptables -w -X CHAIN"],
        want: ["chain CHAIN is missing", "missing: -A CHAIN -i br0 -o br0 -j ACCEPT", "missing: -A FORWARD HOOK"],
      },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"] });
        const chain = `LN-BR-${owner("bridge br0")}`;
        const hook = (quote: string): string =>
          `-m comment --comment ${quote}linuxnet:${owner("bridge br0")}${quote} -j ${chain}`;
        for (const command of commands) sh(command.replace("CHAIN", chain).replace("HOOK", hook("")), place);
        const texts = want.map((text) => text.replace("CHAIN", chain).replace("HOOK", hook('"')));
        assert.deepEqual((await br0.drift())?.sort(), texts.sort());
        await br0.repair();
      });
    }

    it("is made again when its link was deleted by hand", async () => {
      const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24"] });
      sh("ip link del br0", place);
      assert.deepEqual(await br0.drift(), ["only a part of it stands", "br0 is gone"]);
      await br0.upAfterRefresh();
    });

    it("leaves no rules when its link was deleted by hand", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      sh("ip link del br0", place);
      await br0.remove();
      assert.deepEqual(ourRules(place), []);
    });

    it("is gone when all of it was deleted by hand", async () => {
      const br0 = await make("bridge", { ...at, name: "br0", forward: false });
      sh("ip link del br0", place);
      assert.equal(await br0.drift(), undefined);
      await br0.remove();
    });

    it("does not touch a bridge that took its place", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      sh("ip link del br0", place);
      byHand("ip link add br0 type bridge", place, "ip link del br0");
      await assert.rejects(br0.change({ mtu: 1400 }), /cannot change, there is now an interface of kind bridge that/);
      await assert.rejects(br0.upAfterRefresh(), /did not make/);
      await br0.remove();
      const { mtu, ifalias } = link("br0", place);
      assert.deepEqual({ mtu, ifalias, rules: ourRules(place) }, { mtu: 1500, ifalias: undefined, rules: [] });
    });

    it("refuses the name of a foreign bridge, or adopts it", async () => {
      byHand("ip link add br0 address 02:00:00:00:00:09 mtu 1400 type bridge", place, "ip link del br0");
      const before = sh("ip -d link show br0", place);
      assert.match(
        await refusal("bridge", { ...at, name: "br0" }),
        /^bridge br0 .*: cannot create, it already exists: an interface of kind bridge that linuxnet did not make; .*adopt: true\n/,
      );
      assert.equal(sh("ip -d link show br0", place), before);
      assert.deepEqual(ourRules(place), []);
      const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24"], adopt: true });
      await br0.settled();
      await br0.remove();
      assert.equal(hasLink("br0", place), false);
    });

    it("refuses the name of what is no bridge, even to adopt it", async () => {
      byHand("ip link add br0 type veth peer name x0", place, "ip link del br0");
      const before = sh("ip -d link show br0", place);
      assert.match(
        await refusal("bridge", { ...at, name: "br0", adopt: true }),
        /an interface of kind veth that linuxnet did not make/,
      );
      assert.equal(sh("ip -d link show br0", place), before);
    });

    it("refuses a name that is another link's alternative name", async () => {
      byHand("ip link add x0 type bridge", place, "ip link del x0");
      sh("ip link property add dev x0 altname br0", place);
      assert.match(
        await refusal("bridge", { ...at, name: "br0", adopt: true }),
        /^bridge br0 .*: cannot create, it already exists/,
      );
      assert.ok(hasLink("x0", place));
    });

    it("refuses the bridge of another resource", async () => {
      await make("bridge", { ...at, name: "br0" });
      const message = await refusal("bridge", { ...at, name: "br0", owner: owner("another") });
      assert.match(message, new RegExp(`linuxnet made for another resource \\(owner ${owner("bridge br0")}\\)`));
    });

    it("says so when the namespace does not exist", async () => {
      assert.match(
        await refusal("bridge", { name: "br0", namespace: "1" }),
        /^bridge br0 in namespace 1: cannot create, something that it needs does not exist/,
      );
    });

    it("is deleted twice without complaint", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      await br0.remove();
      await br0.remove();
    });
  });
}
