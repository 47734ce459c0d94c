import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { lookUp } from "../../provider/look-up";
import { kinds } from "../../provider/resources";
import { sh } from "../support/command";
import { byHand, it, PLACES, withoutForeignRules } from "../support/kernel";
import { make } from "../support/made";
import { owner } from "../support/owner";

const FORWARD = "net.ipv4.ip_forward";

for (const { where, place } of PLACES) {
  const value = (): string => sh(`sysctl -n ${FORWARD}`, place).trim();
  const redirects = (): string => sh("sysctl -n net.ipv4.conf.all.accept_redirects", place).trim();

  /** Whether the kernel has shut them or somebody else, is not known where ip_forward goes off later than its resource. */
  const openRedirects = (): void => {
    assert.equal(redirects(), "0");
    sh("sysctl -q net.ipv4.conf.all.accept_redirects=1", place);
  };

  /** What removes ip_forward, which somebody has switched on and which was imported. */
  async function imported(): Promise<() => Promise<void>> {
    byHand(`sysctl -q ${FORWARD}=1`, place, `sysctl -q ${FORWARD}=0`);
    const id = place === undefined ? FORWARD : `${place}/${FORWARD}`;
    const found = await lookUp(kinds.sysctl, viewOf(localHost), id, owner("importing"));
    assert.ok(found);
    const lifecycle = new Lifecycle(kinds.sysctl, localHost, firewallOf(localHost), viewOf(localHost));
    return () => lifecycle.delete(found);
  }

  describe(`ip_forward that was imported, ${where}`, () => {
    withoutForeignRules();

    it("goes off with its resource, with all that the kernel has changed with it", async () => {
      const before = redirects();
      const remove = await imported();
      await remove();
      assert.deepEqual([value(), redirects()], ["0", before]);
      await remove();
      assert.equal(value(), "0");
    });

    it("stays on while a masquerade needs it, and goes off with that", async () => {
      const remove = await imported();
      const made = await make("masquerade", {
        ...(place === undefined ? {} : { namespace: place }),
        source: "10.9.0.0/24",
      });
      await remove();
      assert.equal(value(), "1");
      await made.remove();
      assert.equal(value(), "0");
      openRedirects();
    });

    it("stays on while rules of others may need it", async () => {
      const remove = await imported();
      byHand("iptables -A FORWARD -j ACCEPT", place, "iptables -D FORWARD -j ACCEPT");
      await remove();
      assert.equal(value(), "1");
      sh("iptables -D FORWARD -j ACCEPT", place);
      await remove();
      assert.equal(value(), "0");
      openRedirects();
    });
  });
}
