import assert from "node:assert/strict";
import { kinds } from "../../provider/resources";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import { run, sh } from "../support/command";
import { byHand, foreignNamespace, it, PLACES, until, withoutForeignRules } from "../support/kernel";
import { ourRules } from "../support/links";
import { doneUntilKill } from "../support/kill";
import { type Inputs, type Kind, lifecycleOf, make, type Made, notices } from "../support/made";
import { owner } from "../support/owner";
import { PublishedNetwork, TARGET } from "../support/published-network";
import { AdvertisingRouter } from "../support/router-advertisement";
import { stopServers } from "../support/traffic";

const FOREIGN = {
  4: "iptables -w ? FORWARD -d 203.0.113.9/32 -j ACCEPT",
  6: "ip6tables -w -t nat ? POSTROUTING -d 2001:db8::9/128 -j ACCEPT",
} as const;

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const on = place === undefined ? "on the host" : `in namespace ${place}`;
  const value = (key: string): string => sh(`sysctl -n ${key}`, place).trim();
  const foreign = (family: 4 | 6): void =>
    byHand(FOREIGN[family].replace("?", "-A"), place, FOREIGN[family].replace("?", "-D"));
  const noForeign = (family: 4 | 6): string => sh(FOREIGN[family].replace("?", "-D"), place);
  const markers = (): string[] => ourRules(place).filter((line) => line.startsWith(":LN-WAS"));

  describe(`switches beside the rules of others ${where}`, () => {
    withoutForeignRules();
    afterEach(stopServers);
    beforeEach(() => notices.splice(0));

    const CASES: [Kind, Inputs, 4 | 6, key: string, rule: string][] = [
      ["masquerade", { source: "10.1.0.0/16" }, 4, "net.ipv4.ip_forward", "-A FORWARD -d 203.0.113.9/32 -j ACCEPT"],
      [
        ...(["masquerade", { source: "fd01::/64" }, 6, "net.ipv6.conf.all.forwarding"] as const),
        "-A POSTROUTING -d 2001:db8::9/128 -j ACCEPT",
      ],
    ];
    for (const [kind, inputs, family, key, rule] of CASES) {
      it(`stay on and say so, until a removal finds none of these rules: ${key}`, async () => {
        const [first, second, third] = [
          await make(kind, { ...at, ...inputs }),
          await make(kind, { ...at, ...inputs, outInterface: "canary0" }),
          await make("bridge", { ...at, name: "br0" }),
        ] as [Made, Made, Made];
        foreign(family);
        await first.remove();
        assert.deepEqual(notices, []);
        await second.remove();
        assert.deepEqual(notices, [`${key} stays 1 ${on}: ${rule} is not linuxnet's; it was 0`]);
        assert.deepEqual([value(key), markers().length], ["1", 1]);
        noForeign(family);
        assert.equal(value(key), "1");
        await third.remove();
        assert.deepEqual([value(key), markers()], ["0", []]);
      });
    }

    it("are left alone by whoever comes next, and remembered for the last", async () => {
      const first = await make("masquerade", { ...at, source: "10.1.0.0/16" });
      foreign(4);
      await first.remove();
      const second = await make("portForward", { ...at, hostPort: 80, targetAddress: "10.1.0.2" });
      await second.settled();
      noForeign(4);
      await second.remove();
      assert.deepEqual([value("net.ipv4.ip_forward"), markers()], ["0", []]);
    });

    it("are nobody's once somebody has switched them off", async () => {
      const first = await make("masquerade", { ...at, source: "10.1.0.0/16" });
      foreign(4);
      sh("sysctl -q net.ipv4.ip_forward=0", place);
      await first.remove();
      assert.deepEqual([notices, markers(), value("net.ipv4.ip_forward")], [[], [], "0"]);
    });

    it("keep 127.0.0.0/8 shut to the outside as long as route_localnet stays on", async () => {
      const network = await PublishedNetwork.make(place);
      await network.attackLocalhost();
      const forward = await make("portForward", { ...at, ...TARGET, hostPort: 8080, targetPort: 80 });
      foreign(4);
      await forward.remove();
      const attack = (): string | undefined => network.ask("right", "127.0.0.1", 7777);
      assert.equal(value("net.ipv4.conf.all.route_localnet"), "1");
      assert.match(notices.join("\n"), /^net\.ipv4\.conf\.all\.route_localnet stays 1 /m);
      assert.equal(attack(), undefined);
      // The attack is a real one: without the guard it succeeds.
      sh("iptables -w -t raw -F LN-WAS-route_localnet-0", place);
      assert.equal(attack(), "10.0.0.3 7777");
      noForeign(4);
    });

    it("put back what the kernel changed with them, on a host where some interfaces forward already", async () => {
      byHand("ip link add sure.1 type veth peer name sure2", place, "ip link del sure.1");
      for (const family of ["ipv4", "ipv6"]) {
        for (const name of ["sure/1", "default"]) {
          const undo = name === "default" ? `sysctl -q net.${family}.conf.${name}.forwarding=0` : undefined;
          byHand(`sysctl -q net.${family}.conf.${name}.forwarding=1`, place, undo);
        }
      }
      byHand("sysctl -q net.ipv4.conf.all.accept_redirects=0", place, "sysctl -q net.ipv4.conf.all.accept_redirects=1");
      const all = (): string => sh("sysctl -a -r ^net.ipv[46].(conf|ip_forward)", place);
      const before = all();
      const made = await Promise.all([
        make("portForward", { ...at, hostPort: 80, targetAddress: "10.1.0.2" }),
        make("masquerade", { ...at, source: "fd01::/64" }),
      ]);
      assert.notEqual(all(), before);
      await Promise.all(made.map((it) => it.remove()));
      assert.equal(all(), before);
    });

    it("put all of that back though the work on them is killed, between any two commands", async () => {
      byHand("ip link add sure.1 type veth peer name sure2", place, "ip link del sure.1");
      for (const family of [4, 6]) sh(`sysctl -q net.ipv${family}.conf.sure/1.forwarding=1`, place);
      const router = await AdvertisingRouter.before(place);
      const cases: [Kind, Inputs][] = [
        ["portForward", { ...at, hostPort: 80, targetAddress: "10.1.0.2" }],
        ["masquerade", { ...at, source: "fd01::/64" }],
      ];
      const all = (): string => sh("sysctl -a -r ^net.ipv[46].(conf|ip_forward)", place);
      for (const [kind, given] of cases) {
        const inputs = { owner: owner("killed"), ...given };
        const spec = (kinds as Record<Kind, unknown>)[kind] as ResourceSpec;
        const wanted = spec.complete(lifecycleOf(kind).check(inputs).inputs as Owned);
        const before = all();
        for (const steps of [spec.create(wanted), spec.remove(wanted)]) {
          for (let count = 0, killed = true; killed; count++) {
            const made = steps.some((step) => step.tool === "iptables" && step.chains.length > 0)
              ? undefined
              : await make(kind, inputs);
            killed = await doneUntilKill(steps, count);
            await (made ?? (await make(kind, inputs))).remove();
            assert.equal(all(), before, `${kind} killed before command ${count}`);
          }
        }
        assert.ok(router.lifetime(), "the route is lost");
      }
    });

    it("leave a host the default route of a router advertisement, and the next advertisements", async () => {
      byHand("ip link add sure.1 type veth peer name sure2", place, "ip link del sure.1");
      byHand("sysctl -q net.ipv6.conf.sure/1.forwarding=1", place);
      const router = await AdvertisingRouter.before(place);
      // The test is a real one: without what linuxnet does the route goes.
      sh("sysctl -q net.ipv6.conf.all.forwarding=1", place);
      await until(() => router.lifetime() === undefined, "the end of the route");
      sh("sysctl -q net.ipv6.conf.all.forwarding=0", place);
      await router.advertise(1800);
      const nat = await make("masquerade", { ...at, source: "fd01::/64" });
      assert.equal(value("net.ipv6.conf.all.forwarding"), "1");
      assert.ok(router.lifetime(), "the route is lost");
      await router.advertise(900);
      // A route that comes anew is one that the kernel would take again.
      for (const lifetime of [0, 900]) await router.advertise(lifetime);
      await nat.remove();
      assert.ok(router.lifetime(), "the route is lost");
      assert.deepEqual([value("net.ipv6.conf.all.forwarding"), value("net.ipv6.conf.ra0.accept_ra")], ["0", "1"]);
      await router.advertise(600);
    });
  });
}

describe("switches beside rules that only nft shows", () => {
  beforeEach(() => notices.splice(0));

  it("stay on, and say so", async () => {
    const place = foreignNamespace("others");
    sh("nft add table inet netavark", place);
    run(["nft", "add chain inet netavark FORWARD { type filter hook forward priority 0; }"], place);
    run(["nft", "add rule inet netavark FORWARD ip saddr 10.88.0.0/16 accept"], place);
    const nat = await make("masquerade", { namespace: place, source: "10.1.0.0/16" });
    await nat.remove();
    assert.deepEqual(notices, [
      "net.ipv4.ip_forward stays 1 in namespace others: chain FORWARD of table inet netavark is not linuxnet's; it was 0",
    ]);
    assert.equal(sh("sysctl -n net.ipv4.ip_forward", place), "1\n");
  });
});

describe("switches whose memory was flushed", () => {
  beforeEach(() => notices.splice(0));

  it("stay on, and say so", async () => {
    const place = foreignNamespace("flushed");
    const forward = await make("portForward", { namespace: place, hostPort: 80, targetAddress: "10.1.0.2" });
    sh("nft flush ruleset", place);
    await forward.upAfterRefresh();
    await forward.remove();
    assert.deepEqual(
      notices,
      ["net.ipv4.ip_forward", "net.ipv4.conf.all.route_localnet"].map(
        (key) => `${key} stays 1 in namespace flushed: it was on before, or a flush took what told its old value`,
      ),
    );
  });
});
