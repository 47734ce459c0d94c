import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { run, sh, succeeds } from "../support/command";
import { commandText } from "../support/faults/parts";
import { byHand, it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Made, make, notices, refusal } from "../support/made";
import { checked, specOf } from "../support/plan";
import { ask, serve, stopServers } from "../support/traffic";
import { UdpClient } from "../support/udp-client";

const web = { name: "web", subnet: "10.5.0.0/24", subnet6: "fd05::/64" };
const back = { name: "back", subnet: "10.6.0.0/24" };

/** What a container is told of a network. */
const attached = ({ subnet6, ...it }: { name: string; subnet: string; subnet6?: string }): Inputs => ({
  ...{ bridge: `br-${it.name}`, gateway: it.subnet.replace("0/24", "1"), ...it },
  ...(subnet6 === undefined ? {} : { subnet6, gateway6: subnet6.replace("/64", "1") }),
});
const inWeb = { network: attached(web), address: "10.5.0.2", address6: "fd05::2" };
const inBack = { network: attached(back), address: "10.6.0.2" };
const c1 = { name: "c1", networks: [inWeb], publish: ["8080:80"] };

/** Takes all jumps to chains of ours out of a built-in chain. */
const unhook = (table: string, chain: string): string =>
  `iptables-save -t ${table} | grep -- "-A ${chain} .* -j LN-" | sed "s/^-A/iptables -w -t ${table} -D/" | sh`;

const networks = async (): Promise<Made[]> => [
  await make("containerNetwork", web),
  await make("containerNetwork", back),
];

describe("a container network", () => {
  const CHANGES: { name: string; change: Inputs }[] = [
    { name: "another subnet", change: { subnet: "10.9.0.0/24", gateway: "10.9.0.1" } },
    { name: "another gateway", change: { gateway: "10.5.0.9" } },
    { name: "no IPv6", change: { subnet6: undefined } },
    { name: "another MTU", change: { mtu: 1400 } },
    { name: "an MTU with which there is no IPv6", change: { mtu: 1000, subnet6: undefined } },
    { name: "no way in or out", change: { internal: true } },
    { name: "no way between its containers", change: { isolated: true } },
    { name: "a way out by one interface", change: { uplink: "enp0s1" } },
  ];
  for (const { name, change } of CHANGES) {
    it(`changes in place to ${name}, and back`, async () => {
      const it = await make("containerNetwork", web);
      await it.settled();
      const given = Object.fromEntries(Object.keys(change).map((key) => [key, (web as Inputs)[key]]));
      await it.change(change);
      await it.change(given);
    });
  }

  const DRIFTS: { by: string; drift: RegExp }[] = [
    { by: "ip link set br-web mtu 1400", drift: /bridge br-web on the host: mtu is 1400, expected 1500/ },
    { by: "ip address del 10.5.0.1/24 dev br-web", drift: /bridge br-web on the host: addresses is \["fd05::1\/64"\]/ },
    { by: "sysctl -q net.ipv6.conf.br-web.accept_ra=1", drift: /parameters of br-web on the host: values is/ },
    { by: unhook("filter", "FORWARD"), drift: /rules of container network web: missing: -A FORWARD .*LN-FWD/ },
  ];
  for (const { by, drift } of DRIFTS) {
    it(`sees and mends ${by}`, async () => {
      const it = await make("containerNetwork", web);
      run(["sh", "-c", by]);
      assert.match(((await it.drift()) ?? []).join("\n"), drift);
      await it.repair();
    });
  }

  it("is gone with its bridge, and comes back", async () => {
    const it = await make("containerNetwork", web);
    sh("ip link del br-web");
    await it.upAfterRefresh();
  });

  it("has a chain for people's own rules, which decide first and are never touched", async () => {
    const it = await make("containerNetwork", web);
    const forward = (): string[] => sh("iptables -w -S FORWARD").split("\n");
    assert.match(forward()[1] ?? "", /-j LN-USER$/);
    sh("iptables -w -A LN-USER -s 10.5.0.9 -j DROP");
    await it.change({ mtu: 1400 });
    sh(`iptables -w -D ${(forward()[1] ?? "").slice(3).replaceAll('"', "")}`);
    assert.match(((await it.drift()) ?? []).join(), /missing: -A FORWARD .* -j LN-USER/);
    await it.repair();
    assert.match(forward()[1] ?? "", /-j LN-USER$/);
    notices.length = 0;
    await it.remove();
    assert.match(notices.join("\n"), /^chain LN-USER of IPv4 stays on the host: somebody has put rules into it/m);
    assert.equal(sh("iptables -w -S LN-USER"), "-N LN-USER\n-A LN-USER -s 10.5.0.9/32 -j DROP\n");
    sh("iptables -w -F LN-USER");
    await (await make("containerNetwork", web)).remove();
  });

  it("refuses a bridge of somebody else, and touches nothing", async () => {
    byHand("ip link add br-web type bridge", undefined, "ip link del br-web");
    assert.match(
      await refusal("containerNetwork", web),
      /^container network web on the host: cannot create, .*an interface of kind bridge that linuxnet did not make/,
    );
    assert.deepEqual(ourRules(undefined), []);
  });
});

describe("a container", () => {
  afterEach(stopServers);

  it("stands as declared", async () => {
    await networks();
    const it = await make("container", {
      ...c1,
      networks: [inWeb, inBack],
      sysctls: { "net.ipv4.ip_default_ttl": "32" },
    });
    await it.settled();
    const addresses = sh("ip -n c1 -o -4 address show scope global");
    assert.match(addresses, /eth0 +inet 10\.5\.0\.2\/24[^]*eth1 +inet 10\.6\.0\.2\/24/);
    assert.match(sh("ip -n c1 route show default"), /^default via 10\.5\.0\.1 dev eth0/);
  });

  const CHANGES: { name: string; from: Inputs; to: Inputs }[] = [
    { name: "one more network", from: c1, to: { networks: [inWeb, inBack] } },
    { name: "another first network", from: c1, to: { networks: [inBack] } },
    { name: "other ports", from: c1, to: { publish: ["8081:80", "127.0.0.1:8082:80", "9000-9002:9000-9002/udp"] } },
    { name: "another address", from: c1, to: { networks: [{ ...inWeb, address: "10.5.0.77" }] } },
    { name: "another MAC", from: c1, to: { networks: [{ ...inWeb, mac: "02:00:00:00:00:07" }] } },
    { name: "no network", from: c1, to: { networks: undefined, network: "none", publish: undefined } },
    { name: "the host's network", from: c1, to: { networks: undefined, network: "host", publish: undefined } },
    { name: "parameters", from: c1, to: { sysctls: { "net.ipv4.ip_default_ttl": "32" } } },
  ];
  for (const { name, from, to } of CHANGES) {
    it(`changes in place to ${name}, and back`, async () => {
      await networks();
      const it = await make("container", from);
      await it.change(to);
      await it.change(Object.fromEntries(["networks", "network", "publish", "sysctls"].map((key) => [key, from[key]])));
    });
  }

  it("keeps its connections while it gets another network and port", async () => {
    await networks();
    const it = await make("container", c1);
    await serve("c1", [80]);
    const inode = sh("stat -Lc %i /run/netns/c1");
    const index = sh("ip netns exec c1 cat /sys/class/net/eth0/ifindex");
    await it.change({ networks: [inWeb, inBack], publish: ["8080:80", "8081:80"] });
    assert.equal(sh("stat -Lc %i /run/netns/c1"), inode);
    assert.equal(sh("ip netns exec c1 cat /sys/class/net/eth0/ifindex"), index);
    assert.equal(ask("wan", "192.168.64.5", 8081), "192.168.64.1 80");
  });

  it("leads a flow of UDP that goes on to its other address", async () => {
    await networks();
    const it = await make("container", { ...c1, publish: ["5353:53/udp"] });
    await serve("c1", [], [["10.5.0.2", 53]]);
    const client = await UdpClient.start("wan", "192.168.64.5");
    assert.equal(await client.ask(5353), "192.168.64.1 53");
    await it.change({ networks: [{ ...inWeb, address: "10.5.0.77" }] });
    await stopServers();
    await serve("c1", [], [["10.5.0.77", 53]]);
    assert.equal(await client.ask(5353), "192.168.64.1 53");
    client.stop();
  });

  const DRIFTS: { by: string; drift: RegExp }[] = [
    { by: "ip -n c1 link set eth0 down", drift: /eth0 in namespace c1: peer\.up is false, expected true/ },
    { by: "ip -n c1 route del default", drift: /route to default in namespace c1 is missing/ },
    { by: "ip -n c1 link del eth0", drift: /veth pair veth\w+ on the host, eth0 in namespace c1 is missing/ },
    { by: unhook("nat", "PREROUTING"), drift: /published ports :8080\/tcp, :8080\/tcp: missing/ },
    { by: unhook("raw", "PREROUTING"), drift: /rules of 10\.5\.0\.2, fd05::2: missing/ },
  ];
  for (const { by, drift } of DRIFTS) {
    it(`sees and mends ${by}`, async () => {
      await networks();
      const it = await make("container", c1);
      run(["sh", "-c", by]);
      assert.match(((await it.drift()) ?? []).join("\n"), drift);
      await it.repair();
    });
  }

  it("is gone with its namespace, and comes back", async () => {
    await networks();
    const it = await make("container", c1);
    sh("ip netns del c1");
    await it.upAfterRefresh();
  });

  it("takes back what its own interrupted creation left", async () => {
    await networks();
    const first = await make("container", c1);
    first.forget();
    sh("ip -n c1 link del eth0");
    const again = await make("container", c1);
    await again.settled();
  });

  it("goes on with a change of its network that was cut off between two interfaces of one name", async () => {
    await networks();
    const it = await make("container", c1);
    const wanted = checked("container", { ...c1, networks: [inBack], owner: it.inputs.owner });
    for (const line of ["link add", "link set dev eth0"]) {
      let isKilled = false;
      const run: typeof localHost.run = async (command) => {
        if (isKilled) throw new Error("killed");
        isKilled = commandText(command).includes(line);
        return localHost.run(command);
      };
      const lifecycle = new Lifecycle(specOf("container"), { run }, firewallOf({ run }), viewOf(localHost));
      await assert.rejects(lifecycle.update(it.id, it.state, wanted), /killed/);
    }
    await it.change({ networks: [inBack] });
  });

  it("refuses a namespace of somebody else, and touches nothing", async () => {
    await networks();
    byHand("ip netns add c1", undefined, "ip netns del c1");
    const before = ourRules(undefined);
    assert.match(await refusal("container", c1), /container c1: cannot create, .*namespace that linuxnet did not make/);
    assert.deepEqual(ourRules(undefined), before);
    assert.ok(succeeds(["ip", "netns", "exec", "c1", "true"]));
  });

  it("leaves what somebody has put into its way alone, and says so", async () => {
    await networks();
    const it = await make("container", c1);
    sh("ip -n c1 link del eth0");
    sh("ip -n c1 link add eth0 type bridge");
    await assert.rejects(it.upAfterRefresh(), /container c1: cannot change, .*interface of kind bridge/);
    sh("ip -n c1 link del eth0");
    await it.repair();
  });
});
