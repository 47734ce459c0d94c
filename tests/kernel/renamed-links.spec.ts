import assert from "node:assert/strict";
import { sh } from "../support/command";
import { BLUE, byHand, it, PLACES } from "../support/kernel";
import { hasLink, link } from "../support/links";
import { make } from "../support/made";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };

  describe(`a link that somebody renamed ${where}`, () => {
    it("is known, and gets its name back with its ports and addresses", async () => {
      const br0 = await make("bridge", { ...at, name: "br0", addresses: ["10.0.0.1/24"] });
      const veth = await make("vethPair", {
        ...at,
        name: "veth0",
        master: "br0",
        peer: { name: "eth0", namespace: BLUE },
      });
      const { ifindex } = link("br0", place);
      sh("ip link set dev br0 name other", place);
      assert.deepEqual(await br0.drift(), ["br0 is named other"]);
      await br0.repair();
      assert.equal(link("br0", place).ifindex, ifindex);
      await veth.settled();
    });

    it("is known by either end of a pair, and by both", async () => {
      const veth = await make("vethPair", {
        ...at,
        name: "veth0",
        peer: { ...at, name: "veth1", addresses: ["10.0.0.2/24"] },
      });
      const index = link("veth0", place).ifindex;
      sh("ip link set dev veth0 name other", place);
      assert.deepEqual(await veth.drift(), ["veth0 is named other"]);
      await veth.repair();
      sh("ip link set dev veth0 name a", place);
      sh("ip link set dev veth1 name b", place);
      assert.deepEqual(await veth.drift(), ["veth0 is named a", "veth1 is named b"]);
      await veth.repair();
      assert.equal(link("veth0", place).ifindex, index);
    });

    it("is known though it has another MAC as well", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      const veth = await make("vethPair", { ...at, name: "veth0", peer: { ...at, name: "veth1" } });
      for (const name of ["br0", "veth0"]) {
        sh(`ip link set dev ${name} address 02:00:00:00:00:09`, place);
        sh(`ip link set dev ${name} name ${name}x`, place);
      }
      assert.deepEqual(await br0.drift(), ["mac", "br0 is named br0x"]);
      assert.deepEqual(await veth.drift(), ["mac", "veth0 is named veth0x"]);
      await br0.repair();
      await veth.repair();
    });

    it("goes with its resource", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      const veth = await make("vethPair", { ...at, name: "veth0", peer: { name: "eth0", namespace: BLUE } });
      sh("ip link set dev br0 name other", place);
      sh("ip link set dev veth0 name another", place);
      sh("ip link set dev eth0 name eth1", BLUE);
      await br0.remove();
      await veth.remove();
      for (const name of ["other", "another"]) assert.equal(hasLink(name, place), false);
    });

    it("is not taken for another's that pretends to be it", async () => {
      const br0 = await make("bridge", { ...at, name: "br0" });
      const { ifalias = "" } = link("br0", place);
      sh("ip link del br0", place);
      byHand("ip link add fake0 type bridge", place, "ip link del fake0");
      sh(`ip link set fake0 alias foreign/alias/${ifalias}`, place);
      assert.deepEqual(await br0.drift(), ["only a part of it stands", "br0 is gone"]);
      await br0.upAfterRefresh();
      assert.ok(hasLink("fake0", place));
    });
  });
}
