import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { macOf } from "../../provider/owner";
import { run, sh } from "../support/command";
import { byHand, foreignNamespace, it, linksByHand, PLACES, withoutForeignRules, RED } from "../support/kernel";
import { type Inputs, type Kind, make } from "../support/made";
import { abandon, exported, found, interrupted, ownerInStack, swept } from "../support/orphans";
import { settled } from "../support/settled";
import { assertSame, snapshot } from "../support/snapshot";

/** What stands is this, is swept without a refusal, twice, and is gone then. */
async function sweeps(want: readonly (string | RegExp)[], state = interrupted()): Promise<void> {
  const { orphans } = await found(state);
  const whats = orphans.map(({ what }) => what);
  assert.equal(whats.length, want.length, whats.join("\n"));
  want.forEach((what, index) =>
    what instanceof RegExp ? assert.match(whats[index] ?? "", what) : assert.equal(whats[index], what),
  );
  assert.deepEqual(await swept(orphans, state), []);
  await settled();
  const after = await snapshot();
  assert.deepEqual(await swept(orphans, state), [], "a second time");
  assertSame(await snapshot(), after);
  assert.deepEqual((await found(state)).orphans, []);
}

const digits = "[0-9a-f]{16}";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const text = place === undefined ? "on the host" : `in namespace ${place}`;

  describe(`a sweep of what stands ${where}`, () => {
    for (const { kind, given, want } of [
      {
        kind: "bridge",
        given: { ...at, name: "br0", addresses: ["10.0.0.1/24", "fd00::1/64"] },
        want: [new RegExp(`^rules LN-BR-${digits} ${text}$`), `bridge br0 ${text}`],
      },
      {
        kind: "vethPair",
        given: { ...at, name: "veth0", peer: { name: "eth0", namespace: "blue" } },
        want: [
          place === undefined
            ? /^veth veth0 on the host, eth0 in namespace blue$/
            : /^veth eth0 in .* blue, veth0 in .* red$/,
        ],
      },
      { kind: "service", given: { ...at, name: "s0", command: ["sleep", "1000"] }, want: [`service s0 ${text}`] },
      {
        kind: "masquerade",
        given: { ...at, source: "10.0.0.0/16" },
        want: [new RegExp(`^rules (LN-(FWD|SNAT)-${digits}(, )?){2} ${text}$`)],
      },
      {
        kind: "masquerade",
        given: { ...at, source: "fd00::/64" },
        want: [new RegExp(`^rules (LN-(FWD|SNAT)-${digits}(, )?){2} ${text}$`)],
      },
      {
        kind: "portForward",
        given: { ...at, hostPort: 8080, targetAddress: "10.7.0.2" },
        want: [new RegExp(`^rules (LN-(FWD|SNAT|DNAT|LO)-${digits}(, )?){4} ${text}$`)],
      },
    ] satisfies { kind: Kind; given: Inputs; want: (string | RegExp)[] }[]) {
      it(`takes away a ${kind} ${JSON.stringify(given)}, and puts back what was switched on for it`, async () => {
        linksByHand(place);
        await abandon(kind, "one", given);
        await sweeps(want);
      });
    }

    for (const { route, want } of [
      { route: { destination: "10.1.0.0/16", gateway: "10.7.0.2" }, want: "10.1.0.0/16 via 10.7.0.2 dev out0" },
      { route: { destination: "10.1.0.0/16", type: "blackhole", metric: 7 }, want: "blackhole 10.1.0.0/16 metric 7" },
      {
        route: { destination: "10.1.0.1/32", gateway: "10.7.0.2", table: "77" },
        want: "10.1.0.1/32 via 10.7.0.2 dev out0 table 77",
      },
      {
        route: { destination: "default", gateway: "fd07::2", table: "77" },
        want: "::/0 via fd07::2 dev out0 metric 1024 table 77",
      },
      { route: { destination: "fd09::/64", type: "prohibit" }, want: "prohibit fd09::/64 dev lo metric 1024" },
    ]) {
      it(`takes away the route ${want} of which the state knows that it was begun, and no other`, async () => {
        linksByHand(place);
        await abandon("route", "one", { ...at, ...route });
        const what = `route ${want} ${text}`;
        const { orphans, unclaimed } = await found();
        assert.deepEqual([orphans, unclaimed.map((it) => it.what)], [[], [what]]);
        await sweeps([what], interrupted(exported("route", "one", { ...at, ...route })));
      });
    }

    it("takes away the rule of which the state knows that it was begun, and no other", async () => {
      byHand("ip -6 rule add priority 100 proto 76", place, "ip -6 rule del priority 100 proto 76");
      const given = { ...at, priority: 100, from: "10.1.0.0/16", fwmark: "0x1/0xff", table: 100 };
      await abandon("rule", "one", given);
      const what = `rule 100 from 10.1.0.0/16 fwmark 0x1/0xff lookup 100 ${text}`;
      assert.deepEqual(
        (await found()).unclaimed.map((it) => it.what),
        [what, `IPv6 rule 100 from all lookup main ${text}`],
      );
      await sweeps([what], interrupted(exported("rule", "one", given)));
    });

    it("takes away what shapes a link of which the state knows that it was begun, and no other", async () => {
      linksByHand(place);
      for (const device of ["out0", "out1"]) await abandon("qdisc", device, { ...at, device, rate: "1mbit" });
      const whats = ["out0", "out1"].map((device) => `qdisc tbf of ${device} ${text}`);
      assert.deepEqual((await found()).unclaimed.map(({ what }) => what).sort(), whats);
      await sweeps(whats.slice(0, 1), interrupted(exported("qdisc", "out0", { ...at, device: "out0", rate: "1mbit" })));
    });

    it("takes away a route by a link of the stack's own, and leaves one by a foreign link", async () => {
      linksByHand(place);
      await abandon("bridge", "one", { ...at, name: "br0", addresses: ["10.0.0.1/24"], forward: false });
      await abandon("route", "two", { ...at, destination: "10.1.0.0/16", gateway: "10.0.0.2" });
      byHand("ip route add 10.2.0.0/16 via 10.7.0.2 proto 76", place);
      const { unclaimed } = await found();
      assert.deepEqual(
        unclaimed.map(({ what }) => what),
        [`route 10.2.0.0/16 via 10.7.0.2 dev out0 ${text}`],
      );
      await sweeps([`route 10.1.0.0/16 via 10.0.0.2 dev br0 ${text}`, `bridge br0 ${text}`]);
    });

    it("knows a pair by its MAC that was cut off before it had a mark", async () => {
      const owner = ownerInStack("one");
      const end = (name: string, which: "first" | "peer"): string => `name ${name} address ${macOf(owner, which)}`;
      byHand(`ip link add ${end("veth0", "first")} type veth peer ${end("eth0", "peer")}`, place);
      assert.deepEqual((await found()).orphans, []);
      const pair = exported("vethPair", "one", { ...at, name: "veth0", peer: { ...at, name: "eth0" } });
      await sweeps([new RegExp(`^veth (veth0|eth0) ${text}, (veth0|eth0) ${text}$`)], interrupted(pair));
    });

    describe("and of parameters", () => {
      withoutForeignRules();

      it("puts back one for which no chain stands any more", async () => {
        await abandon("masquerade", "one", { ...at, source: "10.0.0.0/16" });
        const { orphans } = await found();
        for (const rules of orphans) {
          for (const [table, builtIn] of [
            ["nat", "POSTROUTING"],
            ["filter", "FORWARD"],
          ]) {
            sh(`iptables -w -t ${table} -D ${builtIn} 1`, place);
            for (const chain of rules.kind === "rules" ? rules.chains : []) {
              if (chain.startsWith("LN-SNAT") !== (table === "nat")) continue;
              sh(`iptables -w -t ${table} -F ${chain}`, place);
              sh(`iptables -w -t ${table} -X ${chain}`, place);
            }
          }
        }
        assert.equal(sh("sysctl -n net.ipv4.ip_forward", place), "1\n");
        await sweeps([`parameter net.ipv4.ip_forward ${text}, which was 0`]);
      });
    });
  });
}

describe("a sweep", () => {
  it("takes away a container's names, from the files of others, too", async () => {
    const at = { bridge: "br-web", gateway: "10.5.0.1", subnet: "10.5.0.0/24" };
    const inWeb = (last: number): Inputs => ({ network: { name: "web", ...at }, address: `10.5.0.${last}` });
    await make("containerNetwork", { name: "web", ...at });
    await make("container", { name: "c1", networks: [inWeb(2)] });
    const before = readFileSync("/etc/netns/c1/hosts", "utf8");
    await abandon("container", "one", { name: "c2", networks: [inWeb(3)] });
    const names = "127.0.0.1 localhost in /etc/netns/c2/hosts, 10.5.0.3 c2 in /etc/netns/c2/hosts";
    await sweeps([
      new RegExp(`^rules LN-OWN-${digits} on the host$`),
      `names 10.5.0.3 c2 in /etc/netns/c1/hosts, ${names}`,
      "route default via 10.5.0.1 dev eth0 in namespace c2",
      /^veth veth\w+ on the host, eth0 in namespace c2$/,
      "namespace c2",
    ]);
    assert.equal(readFileSync("/etc/netns/c1/hosts", "utf8"), before);
  });

  it("leaves a parameter for rules of others that only nft shows, until these have gone", async () => {
    const place = foreignNamespace("others");
    sh("nft add table inet netavark", place);
    run(["nft", "add chain inet netavark FORWARD { type filter hook forward priority 0; }"], place);
    run(["nft", "add rule inet netavark FORWARD ip saddr 10.88.0.0/16 accept"], place);
    await abandon("masquerade", "nat", { namespace: place, source: "10.1.0.0/16" });
    await sweeps([/^rules .* in namespace others$/]);
    assert.equal(sh("sysctl -n net.ipv4.ip_forward", place), "1\n");
    sh("nft delete table inet netavark", place);
    await sweeps(["parameter net.ipv4.ip_forward in namespace others, which was 0"]);
  });

  it("takes away a namespace with all that is the stack's in it", async () => {
    await abandon("namespace", "ns", { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1" } });
    await abandon("bridge", "br", { name: "br0", namespace: "ns0", addresses: ["10.0.0.1/24"], forward: false });
    await abandon("route", "route", { namespace: "ns0", destination: "default", gateway: "10.0.0.2" });
    await sweeps([
      "route default via 10.0.0.2 dev br0 in namespace ns0",
      "bridge br0 in namespace ns0",
      "namespace ns0",
    ]);
  });

  it("leaves a namespace in which something else lives, and says what", async () => {
    await abandon("namespace", "ns", { name: "ns0" });
    byHand("ip link add theirs0 type veth peer name theirs1", "ns0", "ip link del theirs0");
    const { orphans } = await found();
    const refusals = await swept(orphans);
    const others = ["theirs1", "theirs0"].map((name) => `${name} (linuxnet did not make it)`).join(", ");
    assert.deepEqual(
      refusals.map(({ reason }) => reason),
      [`it would take ${others} along`],
    );
    sh("ip link del theirs0", "ns0");
    await sweeps(["namespace ns0"]);
  });

  it("takes the file that a namespace's creation left, where the state knows that it was begun", async () => {
    writeFileSync("/run/netns/half", "");
    const { orphans, unclaimed } = await found();
    const what = "file /run/netns/half, which is no namespace";
    assert.deepEqual([orphans, unclaimed.map((it) => it.what)], [[], [what]]);
    await sweeps([what], interrupted(exported("namespace", "half", { name: "half" })));
    rmSync("/run/netns/half", { force: true });
  });

  it("leaves what the state holds, whether it has a mark or not", async () => {
    const held = [
      exported("bridge", "br", { name: "br0", addresses: ["10.0.0.1/24"] }),
      exported("route", "default", { destination: "10.1.0.0/16", gateway: "10.0.0.2" }),
    ];
    await abandon("bridge", "br", { name: "br0", addresses: ["10.0.0.1/24"] });
    await abandon("route", "default", { destination: "10.1.0.0/16", gateway: "10.0.0.2" });
    const state = { resources: held, pending: [] };
    assert.deepEqual(await found(state), { orphans: [], unclaimed: [] });
    await sweeps([/^rules LN-BR/, /^route 10\.1\.0\.0/, "bridge br0 on the host"]);
  });

  it("leaves what has another owner by the time of its removal", async () => {
    await abandon("vethPair", "pair", { name: "veth0", peer: { name: "eth0", namespace: RED } });
    const { orphans } = await found();
    sh("ip link set veth0 alias theirs");
    sh("ip link set eth0 alias theirs", RED);
    assert.deepEqual(await swept(orphans), []);
    assert.match(sh("ip link show dev veth0"), /theirs/);
    sh("ip link del veth0");
  });
});
