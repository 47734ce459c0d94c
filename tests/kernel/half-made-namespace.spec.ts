import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { sh, succeeds } from "../support/command";
import { it, until } from "../support/kernel";
import { make, refusal } from "../support/made";

const FILE = "/run/netns/ns0";

/** What `ip netns add` leaves when it is killed after its first step, and `ip netns delete` before its last. */
function leaveFile(): void {
  writeFileSync(FILE, "");
  chmodSync(FILE, 0);
}

describe("a file without a namespace", () => {
  it("that an interrupted creation left makes way for the next", async () => {
    leaveFile();
    const ns0 = await make("namespace", { name: "ns0" });
    await ns0.settled();
    await ns0.remove();
    assert.equal(existsSync(FILE), false);
  });

  it("that an interrupted deletion left is drift, which an up repairs, with what lives in it", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    const br0 = await make("bridge", { namespace: "ns0", name: "br0" });
    sh("ip netns delete ns0");
    leaveFile();
    assert.deepEqual(await ns0.drift(), ["only a part of it stands"]);
    assert.equal(await br0.drift(), undefined);
    await ns0.repair();
    await br0.upAfterRefresh();
  });

  it("is gone after the next deletion", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    sh("ip netns delete ns0");
    leaveFile();
    await ns0.remove();
    assert.equal(existsSync(FILE), false);
  });

  it("is left alone where its namespace is mounted in another mount namespace", async () => {
    const other = spawn("unshare", [
      "--mount",
      "--propagation",
      "private",
      "sh",
      "-c",
      "ip netns add ns0; exec sleep 20",
    ]);
    try {
      await until(() => existsSync(FILE), "the other's namespace");
      await until(() => !succeeds(["pgrep", "-P", String(other.pid), "-x", "ip"]), "ip to end");
      assert.match(
        await refusal("namespace", { name: "ns0", adopt: true }),
        /^namespace ns0: cannot create, it already exists: a namespace, mounted only in another mount namespace, that linuxnet did not/,
      );
      assert.ok(existsSync(FILE));
    } finally {
      other.kill("SIGKILL");
      rmSync(FILE, { force: true });
    }
  });
});

describe("a namespace that is mounted on its name several times", () => {
  it("is gone after one deletion", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    for (const _layer of [1, 2, 3]) sh(`mount --bind ${FILE} ${FILE}`);
    await ns0.remove();
    assert.equal(existsSync(FILE), false);
  });
});
