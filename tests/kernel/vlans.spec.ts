import assert from "node:assert/strict";
import { run, sh, succeeds } from "../support/command";
import { byHand, it, PLACES } from "../support/kernel";
import { link } from "../support/links";
import { type Inputs, lifecycleOf, make, type Made, refusal } from "../support/made";

const hasVlans = succeeds(
  "unshare --net -- ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 2".split(" "),
);

const access = (vid: number): Inputs => ({ vlans: [{ vid, pvid: true, untagged: true }] });

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const ends = ["left", "right"];

  const bridge = (inputs: Inputs = {}): Promise<Made> =>
    make("bridge", { ...at, name: "br0", vlanFiltering: true, ...inputs });

  /** A port of the bridge whose other end is 10.0.0.2, 10.0.0.3 … in a namespace of its own. */
  const port = (index: number, end: Inputs = {}): Promise<Made> => {
    const name = ends[index] as string;
    byHand(`ip netns add ${name}`, undefined, `ip netns delete ${name}`);
    return make("vethPair", {
      ...{ ...at, name: `veth${index}`, master: "br0", ...end },
      peer: { namespace: name, name: "eth0", addresses: [`10.0.0.${index + 2}/24`] },
    });
  };
  const pings = (to: string, from = "left"): boolean => succeeds(["ping", "-c1", "-W0.4", to], from);
  const vlansOf = (device: string): string =>
    run(["bridge", "vlan", "show", "dev", device], place)
      .split("\n")
      .slice(1)
      .map((line) => line.replace(/^\S*\s+/, "").trim())
      .filter(Boolean)
      .join(", ");

  describe(`VLANs of a bridge ${where}`, () => {
    it("are refused where the kernel has none", async () => {
      if (hasVlans) return console.log("not checked, because this kernel's bridges have VLANs: the error without them");
      const message = await refusal("bridge", { ...at, name: "br0", vlanFiltering: true });
      assert.match(message, /^bridge br0 .*: cannot create, this kernel cannot do it: .*CONFIG_BRIDGE_VLAN_FILTERING/);
      assert.ok(!succeeds(["ip", "link", "show", "br0"], place));
    });

    if (!hasVlans) {
      globalThis.it("are not checked", () => console.log("not checked, because this kernel's bridges have no VLANs"));
      return;
    }

    it("keep ports to theirs, and change in place", async () => {
      await bridge();
      const left = await port(0, access(10));
      const right = await port(1, access(20));
      assert.deepEqual([vlansOf("veth0"), vlansOf("veth1")], ["10 PVID Egress Untagged", "20 PVID Egress Untagged"]);
      assert.ok(!pings("10.0.0.3"));
      await right.change(access(10));
      assert.ok(pings("10.0.0.3"));
      await left.change({ vlans: [] });
      assert.deepEqual([pings("10.0.0.3"), vlansOf("veth0")], [false, ""]);
      await left.change({ vlans: undefined });
      await right.change({ vlans: undefined });
      assert.deepEqual([pings("10.0.0.3"), vlansOf("veth0")], [true, "1 PVID Egress Untagged"]);
    });

    if (place !== undefined) return;

    it("carry several over one port, with their tags", async () => {
      await bridge();
      await port(0, { vlans: [{ vid: "10-12" }, { vid: 30 }] });
      const right = await port(1, access(11));
      byHand("ip link add link eth0 name eth0.11 type vlan id 11", "left");
      sh("ip addr add 10.0.1.2/24 dev eth0.11", "left");
      sh("ip link set eth0.11 up", "left");
      sh("ip addr add 10.0.1.3/24 dev eth0", "right");
      assert.ok(pings("10.0.1.3"));
      await right.change(access(30));
      assert.ok(!pings("10.0.1.3"));
    });

    it("are those of the host, too", async () => {
      const br0 = await bridge({ addresses: ["10.0.0.1/24"], ...access(10) });
      await port(0, access(10));
      assert.ok(pings("10.0.0.1"));
      await br0.change(access(20));
      assert.ok(!pings("10.0.0.1"));
      await br0.change({ vlanFiltering: false, vlans: undefined });
      assert.ok(pings("10.0.0.1"));
    });

    it("of a port that names none are the bridge's default", async () => {
      const br0 = await bridge({ vlanDefaultPvid: 5 });
      await port(0);
      assert.equal(vlansOf("veth0"), "5 PVID Egress Untagged");
      await br0.change({ vlanDefaultPvid: 0 });
      assert.equal(vlansOf("veth0"), "");
      await br0.change({ vlanDefaultPvid: undefined });
      await br0.change({ vlanFiltering: false });
      await br0.change({ vlanFiltering: true });
    });

    it("of a port that names others stay while the bridge's default changes", async () => {
      const br0 = await bridge({ vlanDefaultPvid: 0, vlans: [{ vid: 1, pvid: true, untagged: true }] });
      const [left, right] = [await port(0, access(10)), await port(1, { vlans: [{ vid: "5-7" }] })];
      for (const vlanDefaultPvid of [undefined, 6, 0]) {
        await br0.change({ vlanDefaultPvid });
        assert.deepEqual([vlansOf("veth0"), vlansOf("veth1")], ["10 PVID Egress Untagged", "5, 6, 7"]);
        assert.equal(vlansOf("br0"), "1 PVID Egress Untagged");
        await left.settled();
        await right.settled();
      }
    });

    it("of a bridge that is taken over stay, but for those that are named", async () => {
      const line = "ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 0";
      byHand(line, place, "ip link show br0");
      const br0 = await bridge({ vlanFiltering: undefined, adopt: true });
      const options = (): unknown[] => {
        const { vlan_filtering, vlan_default_pvid } = link("br0", place).linkinfo.info_data ?? {};
        return [vlan_filtering, vlan_default_pvid];
      };
      assert.deepEqual(options(), [1, 0]);
      await br0.change({ vlanFiltering: true, vlanDefaultPvid: 5 });
      assert.deepEqual(options(), [1, 5]);
      await br0.change({ vlanFiltering: undefined, vlanDefaultPvid: undefined });
      assert.deepEqual(options(), [0, 1]);
    });

    it("change with the master and stay with the end", async () => {
      await bridge();
      await make("bridge", { ...at, name: "br1", vlanFiltering: true });
      const left = await port(0, { vlans: [{ vid: "10-12" }] });
      await left.change({ master: "br1" });
      assert.equal(vlansOf("veth0"), "10, 11, 12");
      await left.change({ master: undefined, vlans: undefined });
      await left.change({ master: "br0", vlans: [{ vid: 7, untagged: true }] });
      assert.equal(vlansOf("veth0"), "7 Egress Untagged");
    });

    for (const { name, command, want } of [
      { name: "one more", command: "bridge vlan add dev veth0 vid 40", want: ["vlans"] },
      { name: "one less", command: "bridge vlan del dev veth0 vid 11", want: ["vlans"] },
      { name: "another flag", command: "bridge vlan add dev veth0 vid 10 untagged", want: ["vlans"] },
      { name: "no bridge", command: "ip link set veth0 nomaster", want: ["master"] },
    ]) {
      it(`are mended: ${name}`, async () => {
        await bridge();
        const left = await port(0, { vlans: [{ vid: "10-12" }] });
        sh(command, place);
        const drift = await left.drift();
        assert.deepEqual(drift, want);
        await left.repair();
        assert.equal(vlansOf("veth0"), "10, 11, 12");
      });
    }

    for (const { name, command, want } of [
      {
        name: "no filtering",
        command: "ip link set br0 type bridge vlan_filtering 0",
        want: ["vlanFiltering"],
      },
      {
        name: "another default",
        command: "ip link set br0 type bridge vlan_default_pvid 9",
        want: ["vlanDefaultPvid"],
      },
      { name: "its own", command: "bridge vlan del dev br0 vid 10 self", want: ["vlans"] },
    ]) {
      it(`of the bridge are mended: ${name}`, async () => {
        const br0 = await bridge(access(10));
        sh(command, place);
        assert.deepEqual(await br0.drift(), want);
        await br0.repair();
        const { vlan_filtering, vlan_default_pvid } = link("br0", place).linkinfo.info_data ?? {};
        assert.deepEqual([vlan_filtering, vlan_default_pvid], [1, 1]);
        assert.equal(vlansOf("br0"), "10 PVID Egress Untagged");
      });
    }

    it("that somebody made are imported", async () => {
      byHand("ip link add br0 type bridge vlan_filtering 1 vlan_default_pvid 3", place, "ip link del br0");
      byHand("ip link add a0 type veth peer name a1", place, "ip link del a0");
      for (const line of [
        "ip link set a0 master br0",
        "bridge vlan del dev a0 vid 3",
        "bridge vlan add dev a0 vid 10-12",
        "bridge vlan add dev br0 vid 10 self",
      ]) {
        sh(line, place);
      }
      const found = async (kind: "bridge" | "vethPair", name: string): Promise<Inputs> => {
        const read = await lifecycleOf(kind).read({ owner: "0123456789abcdef" }, name);
        return read?.inputs as unknown as Inputs;
      };
      const [br0, a0] = [await found("bridge", "br0"), await found("vethPair", "a0")];
      const plain = { pvid: false, untagged: false };
      assert.deepEqual(
        [br0.vlanFiltering, br0.vlanDefaultPvid, br0.vlans, a0.vlans],
        [
          true,
          3,
          [
            { vid: 3, pvid: true, untagged: true },
            { vid: 10, ...plain },
          ],
          [{ vid: "10-12", ...plain }],
        ],
      );
    });
  });
}
