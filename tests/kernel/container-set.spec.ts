import assert from "node:assert/strict";
import { sh, succeeds } from "../support/command";
import { byHand, it, withoutForeignRules } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, lifecycleOf, make } from "../support/made";
import { ask, serve, stopServers } from "../support/traffic";
import {
  NETWORK,
  WITH_IPV6,
  p1,
  p2,
  p3,
  pods,
  OTHER_OWNER,
  network,
  shell,
  identityOf,
  addressesOf,
  containersOf,
} from "../support/container-sets";

describe("a set of containers where nobody else has rules", () => {
  withoutForeignRules();

  for (const its of [NETWORK, WITH_IPV6]) {
    it(`stands as it is asked for in ${Object.keys(its).length > 4 ? "both families" : "one family"}, and leaves nothing`, async () => {
      const before = ourRules();
      const net = await network(its);
      const rules = ourRules();
      const set = await make("containerSet", pods({ p1, p2, p3 }, { network: its, hosts: { db: "10.9.0.1" } }));
      await set.settled();
      await set.remove();
      assert.deepEqual(ourRules(), rules);
      assert.doesNotMatch(sh("ip netns list"), /pods/);
      assert.equal(shell("ls /etc/netns 2>/dev/null || true"), "");
      await net.remove();
      assert.deepEqual(ourRules(), before);
    });
  }

  it("leaves nothing when it goes after all of its namespaces went", async () => {
    await network();
    const before = ourRules();
    const set = await make("containerSet", pods({ p1, p2, p3 }));
    for (const key of ["p1", "p2", "p3"]) sh(`ip netns del pods-${key}`);
    const found = await lifecycleOf("containerSet").read(set.state, "pods");
    await lifecycleOf("containerSet").delete(found?.state as never);
    assert.deepEqual(ourRules(), before);
    assert.equal(succeeds(["ls", "/etc/netns/pods-p1"]), false);
  });
});

describe("a set of containers", () => {
  it("publishes ports, is reached by no other way, and its containers find each other by name", async () => {
    await network();
    await make("containerSet", pods({ p1, p2: { ...p2, aliases: ["cache"] }, p3 }));
    for (const key of ["p1", "p2", "p3"]) await serve(`pods-${key}`, [80]);
    assert.match(ask("wan", "192.168.64.5", 9001) ?? "", / 80$/);
    assert.match(ask("wan", "192.168.64.5", 9003) ?? "", / 80$/);
    assert.equal(ask("wan", "192.168.64.5", 9004), undefined);
    assert.match(ask(undefined, "127.0.0.1", 9004) ?? "", / 80$/);
    assert.equal(ask("wan", "10.5.0.3", 80), undefined);
    assert.match(ask("pods-p1", "10.5.0.3", 80) ?? "", / 80$/);
    for (const name of ["pods-p2", "cache"]) {
      assert.match(sh(`ip netns exec pods-p1 getent hosts ${name}`), /^10\.5\.0\.3 /);
    }
    await stopServers();
  });

  it("shares the names of its network with a container of its own", async () => {
    await network();
    await make("containerSet", pods({ p1, p2 }));
    const c1 = await make("container", { name: "c1", networks: [{ network: NETWORK, address: "10.5.9.9" }] });
    await c1.settled();
    assert.match(sh("ip netns exec c1 getent hosts pods-p2"), /^10\.5\.0\.3 /);
    assert.match(sh("ip netns exec pods-p2 getent hosts c1"), /^10\.5\.9\.9 /);
    await c1.remove();
    assert.equal(succeeds(["ip", "netns", "exec", "pods-p2", "getent", "hosts", "c1"]), false);
  });

  const CHANGES: { what: string; to: Inputs }[] = [
    { what: "one more", to: pods({ p1, p2, p3 }) },
    { what: "one less", to: pods({ p1 }) },
    { what: "another port of one", to: pods({ p1: { ...p1, publish: ["9009:80"] }, p2 }) },
    { what: "one in the place of another", to: pods({ p1, p9: p2 }) },
    { what: "another address of one", to: pods({ p1, p2: { address: "10.5.0.77" } }) },
    { what: "another MAC of one", to: pods({ p1, p2: { ...p2, mac: "02:00:00:00:00:09" } }) },
    { what: "parameters of one", to: pods({ p1, p2: { ...p2, sysctls: { "net.ipv4.ip_forward": "1" } } }) },
    {
      what: "other names",
      to: pods({ p1, p2: { ...p2, hostname: "db", aliases: ["cache"] } }, { hosts: { x: "10.9.0.1" } }),
    },
  ];
  for (const { what, to } of CHANGES) {
    it(`changes in place to ${what}, and back, while the others go on`, async () => {
      await network();
      const set = await make("containerSet", pods({ p1, p2 }));
      const others = identityOf("p1");
      await set.become(to);
      await set.become(pods({ p1, p2 }));
      assert.equal(identityOf("p1"), others);
    });
  }

  it("changes all of them with their network", async () => {
    const net = await network();
    const set = await make("containerSet", pods({ p1, p2 }));
    await net.become(WITH_IPV6);
    await set.become(
      pods({ p1: { ...p1, address6: "fd05::2" }, p2: { ...p2, address6: "fd05::3" } }, { network: WITH_IPV6 }),
    );
    await set.become(pods({ p1, p2 }));
  });

  const DRIFTS: { by: string; of: string; drift: RegExp }[] = [
    { by: "ip link del dev eth0", of: "p2", drift: /^veth pair .* is missing/ },
    { by: "ip route del default", of: "p2", drift: /^route to default .* is missing/ },
    { by: "ip link set dev lo down", of: "p2", drift: /lo is down/ },
  ];
  for (const { by, of, drift } of DRIFTS) {
    it(`tells of one what "${by}" did to it, and repairs that one alone`, async () => {
      await network();
      const set = await make("containerSet", pods({ p1, p2 }));
      const others = identityOf("p1");
      byHand(by, `pods-${of}`);
      const found = await lifecycleOf("containerSet").read(set.state);
      assert.equal(containersOf(found?.state ?? {}).p1?.drift, undefined);
      assert.match(containersOf(found?.state ?? {})[of]?.drift?.join() ?? "", drift);
      await set.repair();
      assert.equal(identityOf("p1"), others);
    });
  }

  it("makes one anew whose namespace somebody removed", async () => {
    await network();
    const set = await make("containerSet", pods({ p1, p2 }));
    sh("ip netns del pods-p2");
    const found = await lifecycleOf("containerSet").read(set.state);
    const { p1: other, p2: gone } = containersOf(found?.state ?? {});
    assert.equal(other?.drift, undefined);
    // For a moment its veth on the host outlives it.
    assert.ok(gone === undefined || gone.drift !== undefined);
    await set.repair();
  });

  for (const { by, drift } of [
    {
      by: `iptables-save -t nat | grep "^-A LN-DNAT" | head -1 | sed "s/^-A/iptables -w -t nat -D/" | sh`,
      drift: /missing: -A/,
    },
    { by: "rm /etc/netns/pods-p1/hosts", drift: /missing: 10\.5\.0\.3 pods-p2 in \/etc\/netns\/pods-p1\/hosts/ },
  ]) {
    it(`tells of them all what "${by}" did, and repairs it`, async () => {
      await network();
      const set = await make("containerSet", pods({ p1, p2 }));
      shell(by);
      assert.match((await set.drift())?.join() ?? "", drift);
      await set.repair();
    });
  }

  it("takes back what its interrupted creation left", async () => {
    await network();
    const left = await make("containerSet", pods({ p1, p2 }));
    left.forget();
    byHand("ip link del dev eth0", "pods-p2");
    const set = await make("containerSet", pods({ p1, p2, p3 }));
    await set.settled();
  });

  it("keeps its containers' MACs under another name of the resource", async () => {
    await network();
    const set = await make("containerSet", pods({ p1, p2 }));
    const macs = addressesOf();
    await set.become({ owner: OTHER_OWNER, ...pods({ p1, p2 }) });
    assert.equal(addressesOf(), macs);
  });

  it("of many has no long way to any of its ports", async () => {
    await network();
    const containers = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `p${index}`,
        { address: `10.5.1.${index + 1}`, publish: [`${10000 + index}:80`] },
      ]),
    );
    const set = await make("containerSet", pods(containers));
    await set.settled();
    await serve("pods-p59", [80]);
    assert.match(ask("wan", "192.168.64.5", 10059) ?? "", / 80$/);
    await stopServers();
    const chains = shell("iptables-save | grep '^-A LN-' | cut -d' ' -f2 | sort | uniq -c | sort -rn | head -1");
    assert.ok(Number.parseInt(chains, 10) <= 48, chains);
  });

  for (const { what, containers, reason } of [
    { what: "an address twice", containers: { p1, p2: { address: p1.address } }, reason: /another than that of p1/ },
    {
      what: "a port twice",
      containers: { p1, p2: { ...p2, publish: ["9000-9002:80-82"] } },
      reason: /another port than one of p1/,
    },
    {
      what: "the gateway's address",
      containers: { p1: { address: "10.5.0.1" } },
      reason: /another address than the network's gateway/,
    },
    {
      what: "a key that names no namespace",
      containers: { "a/b": p1 },
      reason: /containers\["a\/b"\]: expected a namespace name/,
    },
    {
      what: "what it does not know",
      containers: { p1: { adress: "10.5.0.2" } },
      reason: /containers\.p1\.adress: expected one of/,
    },
  ]) {
    it(`is refused with ${what}`, () => {
      const { failures } = lifecycleOf("containerSet").check({ owner: OTHER_OWNER, ...pods(containers) });
      assert.match(failures.map((it) => it.reason).join("\n"), reason);
      return Promise.resolve();
    });
  }
});
