import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { run, sh } from "../support/command";
import { byHand, it, linksByHand, PLACES } from "../support/kernel";
import { hasLink } from "../support/links";
import { make } from "../support/made";

/** What others do on the same machine. */
for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };

  describe(`beside others ${where}`, () => {
    it("reads links and routes although a foreign link has an unprintable name", async () => {
      linksByHand(place);
      run(["ip", "link", "add", "a\u0001b", "type", "bridge"], place);
      byHand("true", place, "ip link del a\u0001b");
      run(["ip", "address", "add", "10.9.0.1/24", "dev", "a\u0001b"], place);
      run(["ip", "link", "set", "a\u0001b", "up"], place);
      const route = await make("route", { ...at, destination: "10.1.0.0/16", gateway: "10.7.0.2" });
      await route.settled();
      const br0 = await make("bridge", { ...at, name: "br0" });
      await br0.settled();
    });

    it("reads rules although a foreign comment looks like ours", async () => {
      const comment = 'linuxnet:0123456789abcdef\\" -j LN-BR-0123456789abcdef';
      run(
        ["iptables", "-w", "-I", "FORWARD", "-d", "203.0.113.9", "-m", "comment", "--comment", comment, "-j", "RETURN"],
        place,
      );
      byHand("true", place, "iptables -w -D FORWARD 1");
      const br0 = await make("bridge", { ...at, name: "br0" });
      await br0.settled();
      await br0.remove();
    });

    it("keeps a foreign rule at the head of FORWARD where it is", async () => {
      byHand("iptables -w -I FORWARD 1 -d 203.0.113.8 -j DROP", place, "iptables -w -D FORWARD -d 203.0.113.8 -j DROP");
      const before = sh("iptables -S FORWARD", place);
      const br0 = await make("bridge", { ...at, name: "br0" });
      await br0.remove();
      assert.equal(sh("iptables -S FORWARD", place), before);
    });
  });
}

describe("beside others", () => {
  it("reads a namespace although a foreign one has blanks in its name", async () => {
    run(["ip", "netns", "add", "a b\nc"]);
    try {
      const ns0 = await make("namespace", { name: "ns0" });
      await ns0.settled();
      await ns0.remove();
    } finally {
      run(["ip", "netns", "delete", "a b\nc"]);
    }
  });

  it("makes a pair again at once after its namespace was deleted by hand, 20 times over", async () => {
    for (let round = 0; round < 20; round++) {
      const ns0 = await make("namespace", { name: "ns0" });
      const veth = await make("vethPair", { name: "veth0", peer: { name: "eth0", namespace: "ns0" } });
      sh("ip netns delete ns0");
      await ns0.upAfterRefresh();
      await veth.upAfterRefresh();
      await veth.remove();
      await ns0.remove();
    }
  });

  it("deletes a namespace that a process still uses, and the pair into it", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    const veth = await make("vethPair", { name: "veth0", peer: { name: "eth0", namespace: "ns0" } });
    const holder = spawn("nsenter", ["--net=/run/netns/ns0", "--", "sleep", "20"]);
    try {
      await veth.remove();
      await ns0.remove();
      assert.equal(hasLink("veth0"), false);
      const again = await make("namespace", { name: "ns0" });
      await again.settled();
    } finally {
      holder.kill("SIGKILL");
    }
  });

  it("does not take process 1 for a namespace", async () => {
    await assert.rejects(
      make("vethPair", { name: "veth0", peer: { name: "eth0", namespace: "1" } }),
      /^LinuxnetError: veth pair veth0 .*: cannot create, something that it needs does not exist[^]*"\/run\/netns\/1" is wrong/,
    );
    assert.equal(hasLink("veth0"), false);
  });
});
