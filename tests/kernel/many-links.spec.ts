import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { sh, succeeds } from "../support/command";

const NAMES = Array.from({ length: 12 }, (_, index) => `dummy${index}`);

const isThere = (name: string): boolean => succeeds(["ip", "link", "show", "dev", name]);

describe("links that are removed at once", () => {
  beforeEach(() => {
    for (const name of [...NAMES, "other0"]) sh(`ip link add ${name} type bridge`);
  });

  afterEach(() => {
    for (const name of [...NAMES, "other0"]) succeeds(["ip", "link", "del", "dev", name]);
  });

  it("all go, and no other one", async () => {
    const firewall = firewallOf(localHost);
    await Promise.all(NAMES.map((name) => firewall.ip([["link", "del", "dev", name]])));
    assert.deepEqual(NAMES.filter(isThere), []);
    assert.ok(isThere("other0"));
  });

  it("go but for one that is gone already, whose error is its own", async () => {
    const [gone = "", ...others] = [...NAMES].reverse();
    sh(`ip link del ${gone}`);
    const firewall = firewallOf(localHost);
    const results = await Promise.allSettled(NAMES.map((name) => firewall.ip([["link", "del", "dev", name]])));
    assert.deepEqual(
      results.map((it) => (it.status === "rejected" ? (it.reason as { reason: string }).reason : "")),
      NAMES.map((name) => (name === gone ? "absent" : "")),
    );
    assert.deepEqual(others.filter(isThere), []);
  });

  it("go beside what else is done with links", async () => {
    const firewall = firewallOf(localHost);
    const removals = NAMES.map((name) => firewall.ip([["link", "del", "dev", name]]));
    await Promise.all([...removals, firewall.ip([["link", "set", "dev", "other0", "mtu", "1400"]])]);
    assert.deepEqual(NAMES.filter(isThere), []);
    assert.match(sh("ip link show dev other0"), /mtu 1400/);
  });
});
