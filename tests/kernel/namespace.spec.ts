import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { sh, succeeds } from "../support/command";
import { byHand, it, until } from "../support/kernel";
import { link } from "../support/links";
import { make, notices, refusal } from "../support/made";
import { owner } from "../support/owner";

const path = (name: string): string => `/run/netns/${name}`;
const sysctl = (key: string, place: string): string => sh(`sysctl -n ${key}`, place).trim();

describe("namespace", () => {
  it("has nothing but lo, which is up and carries its tag", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    const { flags, ifalias } = link("lo", "ns0");
    assert.ok(flags.includes("UP"));
    assert.equal(ifalias, `linuxnet:${owner("namespace ns0")}`);
    assert.equal(sh("ip -br link", "ns0").trim().split("\n").length, 1);
    assert.ok(succeeds(["ping", "-c1", "-W0.4", "127.0.0.1"], "ns0"));
    assert.equal(sh("ip netns list-id").includes("ns0") || sh("ip netns").includes("ns0"), true);
    await ns0.settled();
  });

  for (const name of [
    "type",
    "help",
    "add",
    "delete",
    "default",
    "all",
    "1",
    "undefined",
    "a.b-c_d",
    "x".repeat(255),
  ]) {
    it(`may be called ${name.slice(0, 20)}`, async () => {
      const namespace = await make("namespace", { name, sysctls: { "net.ipv4.ip_forward": "1" } });
      await namespace.settled();
      assert.ok(existsSync(path(name)));
      const br0 = await make("bridge", { name: "br0", namespace: name });
      const veth = await make("vethPair", {
        name: "veth0",
        peer: { name: "up", namespace: name, addresses: ["10.0.0.1/24"] },
      });
      const route = await make("route", { namespace: name, destination: "default", gateway: "10.0.0.2" });
      for (const made of [br0, veth, route]) await made.settled();
    });
  }

  it("has its kernel parameters, and changes them in place", async () => {
    const ns0 = await make("namespace", {
      name: "ns0",
      sysctls: {
        "net.ipv4.ip_forward": 1,
        "net.ipv4.ip_local_port_range": "2000\t3000",
        "net.ipv6.conf.all.forwarding": "1",
      },
    });
    assert.equal(sysctl("net.ipv4.ip_forward", "ns0"), "1");
    assert.equal(sysctl("net.ipv4.ip_local_port_range", "ns0"), "2000\t3000");
    await ns0.settled();
    await ns0.change({ sysctls: { "net.ipv4.ip_forward": "0", "net.ipv4.conf.lo.rp_filter": "2" } });
    assert.equal(sysctl("net.ipv4.ip_forward", "ns0"), "0");
    await ns0.change({ sysctls: undefined });
    await ns0.change({ adopt: true });
    await ns0.change({ owner: owner("renamed") });
    assert.equal(link("lo", "ns0").ifalias, `linuxnet:${owner("renamed")}`);
  });

  it("keeps those parameters that the kernel changes with another", async () => {
    const own = {
      "net.ipv4.conf.default.forwarding": "0",
      "net.ipv4.conf.lo.forwarding": "0",
      "net.ipv6.conf.lo.forwarding": "0",
    };
    const ns0 = await make("namespace", { name: "ns0", sysctls: own });
    for (const sysctls of [
      { ...own, "net.ipv4.ip_forward": "1" },
      { ...own, "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1" },
    ]) {
      await ns0.change({ sysctls });
    }
  });

  for (const { name, command, want } of [
    { name: "a parameter", command: "sysctl -q net.ipv4.ip_forward=0", want: ["sysctls"] },
    { name: "lo down", command: "ip link set lo down", want: ["lo is down"] },
  ]) {
    it(`is mended: ${name}`, async () => {
      const ns0 = await make("namespace", { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1" } });
      sh(command, "ns0");
      assert.deepEqual(await ns0.drift(), want);
      await ns0.repair();
      assert.ok(link("lo", "ns0").flags.includes("UP"));
    });
  }

  it("is gone when it was deleted by hand", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    sh("ip netns delete ns0");
    assert.equal(await ns0.drift(), undefined);
    await ns0.upAfterRefresh();
  });

  it("is gone when another has its name, which destroying it leaves alone", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    sh("ip netns delete ns0");
    byHand("ip netns add ns0", undefined, "ip netns delete ns0");
    assert.equal(await ns0.drift(), undefined);
    await assert.rejects(
      ns0.change({ adopt: true }),
      /cannot change, there is now a namespace that linuxnet did not make/,
    );
    await ns0.remove();
    assert.ok(existsSync(path("ns0")));
  });

  it("refuses a foreign name, or adopts it", async () => {
    byHand("ip netns add ns0", undefined, "ip netns delete ns0");
    assert.match(
      await refusal("namespace", { name: "ns0" }),
      /^namespace ns0: cannot create, it already exists: a namespace that linuxnet did not make; .*adopt: true\n/,
    );
    assert.equal(link("lo", "ns0").ifalias, undefined);
    const ns0 = await make("namespace", { name: "ns0", adopt: true, sysctls: { "net.ipv4.ip_forward": "1" } });
    await ns0.settled();
  });

  it("refuses the namespace of another resource", async () => {
    await make("namespace", { name: "ns0" });
    const message = await refusal("namespace", { name: "ns0", owner: owner("another") });
    assert.match(message, new RegExp(`linuxnet made for another resource \\(owner ${owner("namespace ns0")}\\)`));
  });

  it("takes back what its interrupted creation left", async () => {
    const lost = await make("namespace", { name: "ns0" });
    lost.forget();
    await (await make("namespace", { name: "ns0" })).settled();
  });

  it("leaves a plain file of its name alone, and says what it is", async () => {
    writeFileSync(path("ns0"), "kept");
    byHand("true", undefined, "rm /run/netns/ns0");
    assert.match(
      await refusal("namespace", { name: "ns0", adopt: true }),
      /^namespace ns0: cannot create, it already exists: a file that is no namespace that linuxnet did not make; remove it/,
    );
    assert.equal(readFileSync(path("ns0"), "utf8"), "kept");
  });

  it("leaves nothing when one of its parameters does not exist", async () => {
    const message = await refusal("namespace", { name: "ns0", sysctls: { "net.ipv4.no_such_thing": "1" } });
    assert.match(message, /^namespace ns0: cannot create, [^]*no_such_thing/);
    assert.equal(existsSync(path("ns0")), false);
  });

  it("leaves nothing when one of its parameters does not take the value", async () => {
    const message = await refusal("namespace", { name: "ns0", sysctls: { "net.ipv4.tcp_congestion_control": "none" } });
    assert.match(message, /^namespace ns0: cannot create, [^]*tcp_congestion_control/);
    assert.equal(existsSync(path("ns0")), false);
  });

  it("tells who keeps it alive when it is removed, and what of others goes with it", async () => {
    const ns0 = await make("namespace", { name: "ns0" });
    await make("bridge", { name: "br0", namespace: "ns0" });
    sh("ip link add name foreign0 type veth peer name foreign1", "ns0");
    const child = spawn("ip", ["netns", "exec", "ns0", "sleep", "60"]);
    await until(() => sh("ip netns pids ns0") !== "", "the process to be in the namespace");
    notices.length = 0;
    await ns0.remove();
    child.kill("SIGKILL");
    assert.deepEqual(notices, [
      `namespace ns0 lives on without a name while processes use it: ${child.pid}`,
      "namespace ns0 takes along what linuxnet did not make: foreign1, foreign0",
    ]);
  });

  it("is made and removed 30 times over with a pair that leads into it", async () => {
    for (let round = 0; round < 30; round++) {
      const ns0 = await make("namespace", { name: "ns0" });
      const veth = await make("vethPair", { name: "veth0", peer: { name: "eth0", namespace: "ns0" } });
      await veth.remove();
      await ns0.remove();
    }
    assert.equal(readdirSync("/run/netns").includes("ns0"), false);
  });

  it("may be made 20 at once", async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, index) => make("namespace", { name: `many${index}` })),
    );
    await Promise.all(all.map((namespace) => namespace.settled()));
    await Promise.all(all.map((namespace) => namespace.remove()));
  });
});
