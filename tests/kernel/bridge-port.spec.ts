import assert from "node:assert/strict";
import type { PortEnd } from "../../provider/resources/link-end";
import { sh, succeeds } from "../support/command";
import { BLUE, byHand, it, PLACES, RED, until } from "../support/kernel";
import { link } from "../support/links";
import { type Inputs, make, type Made, refusal } from "../support/made";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const targets = ["left", "right"] as const;

  /** A pair from the bridge's place into a namespace that linuxnet did not make. */
  const port = (index: number, end: Inputs = {}, peer: Inputs = {}): Inputs => ({
    ...{ ...at, name: `veth${index}`, master: "br0", ...end },
    peer: {
      name: "eth0",
      namespace: targets[index],
      addresses: [`10.0.0.${index + 2}/24`, `fd00::${index + 2}/64`],
      ...peer,
    },
  });
  const targetsByHand = (): void => {
    for (const name of targets) byHand(`ip netns add ${name}`, undefined, `ip netns delete ${name}`);
  };
  const pings = (from: string, to: string): boolean => succeeds(["ping", "-c1", "-W0.4", to], from);
  const portState = (name: string): unknown => link(name, place).linkinfo.info_slave_data;

  describe(`bridge port ${where}`, () => {
    let br0: Made;
    const bridge = async (inputs: Inputs = {}): Promise<void> => {
      targetsByHand();
      br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"], ...inputs });
    };

    it("reaches the bridge and the other port", async () => {
      await bridge();
      await make("vethPair", port(0));
      await make("vethPair", port(1));
      for (const address of ["10.0.0.1", "10.0.0.3", "fd00::1", "fd00::3"]) assert.ok(pings("left", address), address);
      assert.ok(succeeds(["ping", "-c1", "-W0.4", "10.0.0.3"], place));
    });

    it("is seen at once by who has looked for it in vain", async () => {
      await bridge();
      for (const address of ["10.0.0.2", "fd00::2"]) {
        assert.ok(!succeeds(["ping", "-c1", "-W0.1", address], place), address);
      }
      await make("vethPair", port(0));
      for (const address of ["10.0.0.2", "fd00::2"]) {
        assert.ok(succeeds(["ping", "-c1", "-W0.4", address], place), address);
      }
    });

    it("reaches the other port with the policy DROP only while the bridge forwards", async () => {
      await bridge();
      byHand("iptables -w -P FORWARD DROP", place, `iptables -w -P FORWARD ${place === undefined ? "DROP" : "ACCEPT"}`);
      byHand(
        "ip6tables -w -P FORWARD DROP",
        place,
        `ip6tables -w -P FORWARD ${place === undefined ? "DROP" : "ACCEPT"}`,
      );
      sh("sysctl -q net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1", place);
      await make("vethPair", port(0));
      await make("vethPair", port(1));
      assert.deepEqual([pings("left", "10.0.0.3"), pings("left", "fd00::3")], [true, true]);
      await br0.change({ forward: false });
      assert.equal(pings("left", "10.0.0.3"), false);
      await br0.change({ forward: true });
      assert.ok(pings("left", "10.0.0.3"));
    });

    it("leaves the bridge its MTU and its MAC when a smaller one joins and leaves", async () => {
      await bridge();
      const { address } = link("br0", place);
      const veth = await make("vethPair", port(0, { mtu: 1400, mac: "02:00:00:00:00:00" }));
      assert.deepEqual([link("br0", place).mtu, link("br0", place).address], [1500, address]);
      await br0.settled();
      await veth.remove();
      assert.deepEqual([link("br0", place).mtu, link("br0", place).address], [1500, address]);
      await br0.settled();
    });

    it("changes its properties in place", async () => {
      await bridge();
      const br1 = await make("bridge", { ...at, name: "br1" });
      const veth = await make("vethPair", port(0));
      const given = portState("veth0") as { hairpin: boolean; isolated: boolean; cost: number };
      assert.deepEqual([given.hairpin, given.isolated], [true, false]);
      for (const change of [
        { hairpin: false },
        { hairpin: true, isolated: true },
        { isolated: false },
        { bridgePort: { learning: false, flood: false, mcastFlood: false, bcastFlood: false, cost: 50, priority: 8 } },
        { bridgePort: { guard: true, rootBlock: true, fastLeave: true, neighSuppress: true, proxyArp: true } },
        { bridgePort: { learning: true, locked: true } },
        { master: "br1" },
        { bridgePort: undefined },
        { master: undefined },
        { master: "br1", isolated: true },
        { master: "br0" },
      ]) {
        await veth.change(change);
        const { master, linkinfo } = link("veth0", place);
        const wanted = veth.state as unknown as PortEnd;
        assert.equal(master, wanted.master);
        if (master === undefined) continue;
        assert.equal(linkinfo.info_slave_data?.hairpin, wanted.hairpin);
        assert.equal(linkinfo.info_slave_data?.isolated, wanted.isolated);
        assert.equal(linkinfo.info_slave_data?.cost, wanted.bridgePort?.cost ?? given.cost);
      }
      await br1.settled();
    });

    it("may be the pair's second end", async () => {
      await bridge();
      const { peer, ...first } = port(0, { name: "up" });
      const veth = await make("vethPair", { ...(peer as Inputs), peer: first });
      const { hairpin, isolated } = portState("up") as { hairpin: boolean; isolated: boolean };
      assert.deepEqual(
        { master: link("up", place).master, hairpin, isolated },
        { master: "br0", hairpin: true, isolated: false },
      );
      await veth.settled();
      assert.ok(pings("left", "10.0.0.1"));
      await veth.become({ ...(peer as Inputs), peer: { ...first, isolated: true, hairpin: false } });
      await veth.become({ ...(peer as Inputs), peer: { ...first, master: undefined } });
      await veth.become({ ...(peer as Inputs), peer: first });
    });

    it("is kept from other isolated ports", async () => {
      await bridge();
      await make("vethPair", port(0, { isolated: true }));
      await make("vethPair", port(1, { isolated: true }));
      assert.deepEqual([pings("left", "10.0.0.3"), pings("left", "10.0.0.1")], [false, true]);
    });

    for (const { name, command, want } of [
      { name: "taken out of its bridge", command: "ip link set veth0 nomaster", want: ["master"] },
      { name: "moved to another bridge", command: "ip link set veth0 master br1", want: ["master"] },
      { name: "hairpin off", command: "ip link set veth0 type bridge_slave hairpin off", want: ["hairpin"] },
      { name: "isolated", command: "ip link set veth0 type bridge_slave isolated on", want: ["isolated"] },
      { name: "another cost", command: "ip link set veth0 type bridge_slave cost 50", want: ["bridgePort"] },
      { name: "no flooding", command: "ip link set veth0 type bridge_slave flood off", want: ["bridgePort"] },
    ]) {
      it(`is mended: ${name}`, async () => {
        await bridge();
        await make("bridge", { ...at, name: "br1" });
        const veth = await make("vethPair", port(0));
        sh(command, place);
        const drift = await veth.drift();
        assert.deepEqual(name.startsWith("moved") ? drift?.slice(0, 1) : drift, want);
        await veth.repair();
      });
    }

    it("does not send where it does not flood", async () => {
      await bridge();
      await make("vethPair", port(0));
      const right = await make(
        "vethPair",
        port(1, { bridgePort: { flood: false, bcastFlood: false, learning: false } }),
      );
      assert.equal(pings("left", "10.0.0.3"), false);
      await right.change({ bridgePort: undefined });
      // Who has looked for a neighbour in vain looks again after a second.
      await until(() => pings("left", "10.0.0.3"), "an answer");
    });

    it("leaves nothing when its bridge does not exist", async () => {
      targetsByHand();
      const message = await refusal("vethPair", port(0));
      assert.match(message, /^veth pair veth0 .*: cannot create, .*\n[^]*br0/);
    });
  });
}

describe("bridge port between namespaces", () => {
  it("lives where its bridge lives", async () => {
    await make("bridge", { namespace: RED, name: "master", addresses: ["10.0.0.1/24"] });
    const veth = await make("vethPair", {
      ...{ namespace: BLUE, name: "dev", addresses: ["10.0.0.2/24"] },
      peer: { namespace: RED, name: "type", master: "master" },
    });
    await veth.settled();
    assert.ok(succeeds(["ping", "-c1", "-W0.4", "10.0.0.1"], BLUE));
  });
});
