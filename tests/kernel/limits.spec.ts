import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { run, sh } from "../support/command";
import { byHand, foreignNamespace, it } from "../support/kernel";
import { hasLink } from "../support/links";
import { refusal } from "../support/made";

/** What the kernel has no more of is said, and nothing is left behind. */
describe("a limit of the kernel", () => {
  it("is told where a bridge has all its 1023 ports", async () => {
    foreignNamespace("full");
    sh("ip link add br0 type bridge", "full");
    const lines = Array.from(
      { length: 1023 },
      (_, index) => `link add p${index} master br0 type veth peer name q${index}\n`,
    );
    run(["ip", "-batch", "-"], "full", lines.join(""));
    const message = await refusal("vethPair", {
      namespace: "full",
      name: "veth0",
      master: "br0",
      peer: { name: "eth0" },
    });
    assert.match(message, /^veth pair veth0 .*: cannot create, the bridge has 1023 ports already/);
    assert.equal(hasLink("veth0", "full") || hasLink("eth0"), false);
  });

  it("is told where /run has no room for another namespace", async () => {
    byHand("mount -t tmpfs -o nr_inodes=2 tmpfs /run/netns", undefined, "umount /run/netns");
    const fill = Array.from({ length: 4 }, (_, index) => `/run/netns/full${index}`);
    const message = await (async () => {
      try {
        run(["touch", ...fill]);
      } catch {
        // That is the limit.
      }
      return refusal("namespace", { name: "ns0" });
    })();
    assert.match(message, /^namespace ns0: cannot create, the machine has no room for it: too few inodes in \/run/);
    assert.equal(existsSync("/run/netns/ns0"), false);
  });

  it("is told where IPv6 is switched off", async () => {
    foreignNamespace("old");
    sh("sysctl -q net.ipv6.conf.default.disable_ipv6=1", "old");
    const message = await refusal("bridge", { namespace: "old", name: "br0", addresses: ["fd00::1/64"] });
    assert.match(message, /^bridge br0 in namespace old: cannot create, IPv6 is switched off there/);
    assert.equal(hasLink("br0", "old"), false);
  });
});
