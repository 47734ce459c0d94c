import assert from "node:assert/strict";
import { sh } from "../support/command";
import { byHand, it, linksByHand, PLACES, rowsFor } from "../support/kernel";
import { addresses, hasLink, link } from "../support/links";
import { type Inputs, make, refusal } from "../support/made";
import { owner } from "../support/owner";

const [HERE, THERE, FURTHER] = ["10.7.0.1", "10.7.0.2", "10.7.0.3"];
const MAC = "02:00:00:00:00:09";
const entry = (mac: string, remote: string): Inputs => ({ mac, remote });

/** The static entries of vx0's forwarding database, one a line. */
const fdb = (place: string | undefined): string[] =>
  sh("bridge fdb show dev vx0", place)
    .split("\n")
    .filter((line) => / self (.*)permanent/.test(line))
    .map((line) => line.replace(" self permanent", "").trim())
    .sort();

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const vxlan = (inputs: Inputs = {}): Inputs => ({ ...at, name: "vx0", vni: 42, local: HERE, ...inputs });

  describe(`vxlan ${where}`, () => {
    it("has what it was given", async () => {
      linksByHand(place);
      const entries = [entry(MAC, FURTHER)];
      const given = { remotes: [THERE, FURTHER], entries, device: "out0", learning: false, addresses: ["10.8.0.1/24"] };
      const vx0 = await make("vxlan", vxlan(given));
      const { mtu, flags, linkinfo, ifalias } = link("vx0", place);
      const { id, local, port, link: device, learning } = linkinfo.info_data as Record<string, unknown>;
      assert.deepEqual(
        { mtu, kind: linkinfo.info_kind, id, local, port, device, learning, ifalias, up: flags.includes("UP") },
        {
          ...{ mtu: 1450, kind: "vxlan", id: 42, local: HERE, port: 4789, device: "out0", learning: false },
          ...{ ifalias: `linuxnet:${owner("vxlan vx0")}`, up: true },
        },
      );
      assert.deepEqual(addresses("vx0", place), ["10.8.0.1/24"]);
      const flooded = [THERE, FURTHER].map((it) => `00:00:00:00:00:00 dst ${it}`);
      assert.deepEqual(fdb(place), [...flooded, `${MAC} dst ${FURTHER}`]);
      await vx0.settled();
    });

    it("changes in place, one property after the other", async () => {
      linksByHand(place);
      byHand("ip link add br0 type bridge", place, "ip link del br0");
      const vx0 = await make("vxlan", vxlan());
      const { address, ifindex } = link("vx0", place);
      for (const change of [
        { remotes: [THERE] },
        { remotes: [FURTHER, THERE] },
        { local: "10.7.0.9" },
        { entries: [entry(MAC, THERE)] },
        { entries: [entry(MAC, FURTHER), entry("02:00:00:00:00:0a", THERE)] },
        { device: "out0" },
        { device: "out1" },
        { learning: false },
        { learning: true },
        { mtu: 1400 },
        { master: "br0" },
        { hairpin: true, isolated: true, bridgePort: { learning: false, neighSuppress: true } },
        { entries: [entry("02:00:00:00:00:0a", THERE)], remotes: [] },
        { hairpin: undefined, isolated: undefined, bridgePort: undefined },
        { master: undefined },
        { addresses: ["10.8.0.1/24", "fd00::1/64"] },
        { addresses: ["fd00::2/64"] },
        { addresses: undefined },
        { mac: "02:00:00:00:00:01" },
        { mac: undefined },
        { up: false },
        { up: true },
        { remotes: [THERE], entries: [] },
        { remotes: undefined, entries: undefined },
        { adopt: true },
        { owner: owner("renamed") },
      ]) {
        await vx0.change(change);
      }
      assert.deepEqual([link("vx0", place).address, link("vx0", place).ifindex], [address, ifindex]);
      assert.deepEqual(fdb(place), []);
    });

    it("has as the port of a bridge what the program says, whatever the kernel takes its way to cost", async () => {
      linksByHand(place);
      byHand("ip link add br0 type bridge", place, "ip link del br0");
      const vx0 = await make("vxlan", vxlan({ master: "br0", isolated: true }));
      await vx0.settled();
      await vx0.change({ bridgePort: { neighSuppress: true } });
      await vx0.change({ bridgePort: { cost: 7 } });
      sh("ip link set vx0 type bridge_slave cost 8", place);
      assert.deepEqual(await vx0.drift(), ["bridgePort"]);
      await vx0.repair();
      await vx0.change({ bridgePort: undefined });
    });

    it("goes over IPv6", async () => {
      linksByHand(place);
      const remotes = ["fd07::2"];
      const vx0 = await make("vxlan", vxlan({ local: "fd07::1", remotes, device: "out0" }));
      assert.equal(link("vx0", place).mtu, 1430);
      await vx0.settled();
      await vx0.change({ local: "fd07::9", remotes: ["fd07::3"], entries: [entry(MAC, "fd07::4")] });
    });

    const change = "ip link set vx0 type vxlan id 42";
    const flood = "bridge fdb append 00:00:00:00:00:00 dev vx0 dst";
    const DRIFTS: { name: string; commands: string[]; want: string[] }[] = [
      { name: "down", commands: ["ip link set vx0 down"], want: ["up"] },
      { name: "MTU", commands: ["ip link set vx0 mtu 1400"], want: ["mtu"] },
      { name: "where it sends from", commands: [`${change} local 10.7.0.9`], want: ["local"] },
      { name: "learning", commands: [`${change} nolearning`], want: ["learning"] },
      { name: "an entry lost", commands: [`bridge fdb del ${MAC} dev vx0 dst ${FURTHER}`], want: ["entries"] },
      { name: "an entry led astray", commands: [`bridge fdb replace ${MAC} dev vx0 dst ${THERE}`], want: ["entries"] },
      {
        name: "an entry for another port",
        commands: [`bridge fdb replace ${MAC} dev vx0 dst ${THERE} port 4790 vni 7`],
        want: ["entries", `${MAC} dst ${THERE} port 4790 vni 7 stands, too`],
      },
      {
        name: "an entry that somebody added",
        commands: [`bridge fdb add 02:00:00:00:00:0b dev vx0 dst ${THERE} static`],
        want: ["entries"],
      },
      {
        name: "flooding lost",
        commands: [`bridge fdb del 00:00:00:00:00:00 dev vx0 dst ${THERE}`],
        want: ["remotes"],
      },
      { name: "flooding to a stranger", commands: [`${flood} 10.7.0.4`], want: ["remotes"] },
      {
        name: "flooding to another port",
        commands: [`${flood} 10.7.0.4 port 4790`],
        want: ["00:00:00:00:00:00 dst 10.7.0.4 port 4790 stands, too"],
      },
    ];
    for (const { name, commands, want } of rowsFor(place, DRIFTS)) {
      it(`sees and mends: ${name}`, async () => {
        linksByHand(place);
        const lists = { remotes: [THERE], entries: [entry(MAC, FURTHER)] };
        const vx0 = await make("vxlan", vxlan(lists));
        const before = fdb(place);
        for (const command of commands) sh(command, place);
        assert.deepEqual((await vx0.drift())?.sort(), want.sort());
        await vx0.repair();
        assert.deepEqual(fdb(place), before);
      });
    }

    it("leaves alone what is learned, what a control plane has taught it, and lists that it does not declare", async () => {
      linksByHand(place);
      const vx0 = await make("vxlan", vxlan({ entries: [entry(MAC, THERE)] }));
      sh(`bridge fdb add 02:00:00:00:00:0b dev vx0 dst ${FURTHER} dynamic`, place);
      sh(`bridge fdb add 02:00:00:00:00:0c dev vx0 dst ${FURTHER} extern_learn`, place);
      sh(`${flood} ${FURTHER}`, place);
      await vx0.settled();
      const before = sh("bridge fdb show dev vx0", place);
      await vx0.change({ mtu: 1400 });
      assert.equal(sh("bridge fdb show dev vx0", place), before);
      await vx0.change({ entries: undefined, remotes: [FURTHER] });
      sh(`bridge fdb add 02:00:00:00:00:0d dev vx0 dst ${FURTHER}`, place);
      await vx0.settled();
    });

    it("takes back what its interrupted creation left", async () => {
      linksByHand(place);
      const lost = await make("vxlan", vxlan({ remotes: [THERE, FURTHER] }));
      lost.forget();
      sh(`bridge fdb del 00:00:00:00:00:00 dev vx0 dst ${THERE}`, place);
      const { address } = link("vx0", place);
      await (await make("vxlan", vxlan({ remotes: [THERE], owner: lost.state.owner }))).settled();
      sh("ip link del vx0", place);
      sh(`ip link add vx0 address ${address} type vxlan id 42 local ${HERE} dstport 4789`, place);
      const again = await make("vxlan", vxlan({ remotes: [THERE], owner: lost.state.owner }));
      await again.settled();
    });

    it("goes with its device, and is made again", async () => {
      linksByHand(place);
      byHand("ip link add x0 type veth peer name x1", place, "ip link del x0");
      const vx0 = await make("vxlan", vxlan({ device: "x0", remotes: [THERE] }));
      sh("ip link del x0", place);
      assert.equal(await vx0.drift(), undefined);
      byHand("ip link add x0 type veth peer name x1", place, "ip link del x0");
      await vx0.upAfterRefresh();
    });

    it("is made anew where what bears its mark is another", async () => {
      linksByHand(place);
      const vx0 = await make("vxlan", vxlan());
      const { ifalias = "" } = link("vx0", place);
      sh("ip link del vx0", place);
      sh(`ip link add vx0 type vxlan id 43 local ${HERE} dstport 4789`, place);
      sh(`ip link set vx0 alias ${ifalias}`, place);
      assert.deepEqual(await vx0.drift(), [
        "only a part of it stands",
        `vx0 is another vxlan: id 43 dstport 4789 local ${HERE}`,
      ]);
      await vx0.upAfterRefresh();
    });

    it("is made anew where somebody has given it what nothing can change back", async () => {
      linksByHand(place);
      const vx0 = await make("vxlan", vxlan({ remotes: [THERE] }));
      sh(`${change} dev out0`, place);
      assert.deepEqual(await vx0.drift(), ["device"]);
      await vx0.repair();
      assert.deepEqual(fdb(place), [`00:00:00:00:00:00 dst ${THERE}`]);
    });

    it("refuses the name of a foreign one, or adopts it", async () => {
      linksByHand(place);
      byHand(`ip link add vx0 type vxlan id 42 local ${HERE} dstport 4789`, place, "ip link del vx0");
      sh(`bridge fdb append 00:00:00:00:00:00 dev vx0 dst ${FURTHER}`, place);
      const before = sh("ip -d link show vx0", place);
      assert.match(
        await refusal("vxlan", vxlan()),
        /^vxlan vx0 .*: cannot create, it already exists: an interface of kind vxlan that linuxnet did not make; .*adopt: true\n/,
      );
      assert.match(await refusal("vxlan", vxlan({ vni: 43, adopt: true })), /an interface of kind vxlan that linuxnet/);
      assert.equal(sh("ip -d link show vx0", place), before);
      const vx0 = await make("vxlan", vxlan({ remotes: [THERE], adopt: true }));
      await vx0.settled();
      assert.deepEqual(fdb(place), [`00:00:00:00:00:00 dst ${THERE}`]);
      await vx0.remove();
      assert.equal(hasLink("vx0", place), false);
    });

    it("refuses the number and port of another one", async () => {
      linksByHand(place);
      byHand(`ip link add vx9 type vxlan id 42 local ${HERE} dstport 4789`, place, "ip link del vx9");
      assert.match(await refusal("vxlan", vxlan()), /^vxlan vx0 .*: cannot create, it already exists\n/);
      assert.equal(hasLink("vx0", place), false);
    });

    it("does not touch one that took its place, and is deleted twice without complaint", async () => {
      linksByHand(place);
      const vx0 = await make("vxlan", vxlan());
      sh("ip link set vx0 alias foo", place);
      assert.equal(await vx0.drift(), undefined);
      await assert.rejects(vx0.change({ mtu: 1400 }), /there is now an interface of kind vxlan that linuxnet did not/);
      await vx0.remove();
      assert.ok(hasLink("vx0", place));
      sh("ip link del vx0", place);
      await vx0.remove();
    });
  });
}
