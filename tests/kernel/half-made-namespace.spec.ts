import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { namespaceFile } from "../../provider/host/namespace-file";
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
    assert.deepEqual(await ns0.drift(), [
      "only a part of it stands",
      "the file /run/netns/ns0 stands, the namespace is gone",
    ]);
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

/** A host on which a process ends as soon as the processes are listed. */
function hostLosing(pid: () => number): Host {
  return {
    async run(command) {
      const answer = await localHost.run(command);
      if (command.argv[0] === "lsns" && succeeds(["kill", "-9", String(pid())])) {
        await until(() => !/State:\s+[^ZX]/.test(statusOf(pid())), "it to end");
      }
      return answer;
    },
  };
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

describe("a namespace that is mounted in another mount namespace", () => {
  for (const { ending, parent } of [
    { ending: "ends", parent: "wait $!; sleep 20" },
    { ending: "ends, and is not waited for", parent: "exec sleep 20" },
  ]) {
    it(`is seen though the process that was listed for it ${ending}`, async () => {
      // In the mount namespace: a shell, which is the one that ends, and what it has started.
      const script = "ip netns add ns0; echo $$ >/run/first; sleep 20 & exec sleep 20";
      const line = `unshare --mount --propagation private sh -c '${script}' & ${parent}`;
      const other = spawn("sh", ["-c", line], { detached: true, stdio: "ignore" });
      try {
        await until(
          () => existsSync("/run/first") && statusOf(first()).startsWith("Name:\tsleep"),
          "the other's namespace",
        );
        assert.equal(await namespaceFile(hostLosing(first), "ns0"), "mounted elsewhere");
      } finally {
        process.kill(-(other.pid as number), "SIGKILL");
        for (const file of [FILE, "/run/first"]) rmSync(file, { force: true });
      }
    });
  }
  const first = (): number => Number(readFileSync("/run/first", "utf8"));
});

describe("a namespace that is mounted on its name several times", () => {
  it("is gone after one deletion", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    for (const _layer of [1, 2, 3]) sh(`mount --bind ${FILE} ${FILE}`);
    await ns0.remove();
    assert.equal(existsSync(FILE), false);
  });
});
