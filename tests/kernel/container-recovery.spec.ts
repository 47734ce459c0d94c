import assert from "node:assert/strict";
import { sh, succeeds } from "../support/command";
import { byHand, it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, make, refusal } from "../support/made";

/** A network, what a container is told of it, and c1 in it. */
const web = { name: "web", bridge: "br0", subnet: "10.5.0.0/24", subnet6: "fd05::/64" };
const told = { ...web, gateway: "10.5.0.1", gateway6: "fd05::1" };
const inWeb = { network: told, address: "10.5.0.2", address6: "fd05::2" };
const c1 = { name: "c1", networks: [inWeb], publish: ["8080:80"] };
const { subnet6: _subnet6, gateway6: _gateway6, ...toldV4 } = told;
const inWebV4 = { network: toldV4, address: "10.5.0.2" };

const reaches = (place: string, host: string): boolean =>
  succeeds(["ip", "netns", "exec", place, "ping", "-c1", "-W1", host]);

describe("a container that cannot be as it is wanted", () => {
  const theirs: Inputs = { hostPort: 9090, targetAddress: "10.0.0.2", targetPort: 80 };

  it("is not made at all, where another stack forwards one of its ports", async () => {
    await make("containerNetwork", web);
    await make("portForward", theirs);
    const before = ourRules();
    assert.match(await refusal("container", { ...c1, publish: ["9090:80"] }), /another stack forwards this port/);
    assert.ok(!succeeds(["test", "-e", "/run/netns/c1"]));
    assert.deepEqual(ourRules(), before);
  });

  it("leaves nothing of an interrupted creation that published otherwise", async () => {
    await make("containerNetwork", web);
    const left = await make("container", c1);
    left.forget();
    const now = await make("container", { ...c1, publish: ["127.0.0.1:8081:80"] });
    await now.settled();
    assert.ok(!ourRules().some((rule) => rule.includes("--dport 8080 ")));
  });

  it("has what is new taken back, where a change of it is refused", async () => {
    await make("containerNetwork", web);
    const back = { name: "back", subnet: "10.6.0.0/24" };
    await make("containerNetwork", back);
    const network = { ...back, bridge: "br-back", gateway: "10.6.0.1" };
    await make("portForward", theirs);
    const it = await make("container", c1);
    const before = ourRules();
    const wanted = { networks: [inWeb, { network, address: "10.6.0.2" }], publish: ["8080:80", "9090:80"] };
    await assert.rejects(it.change(wanted), /another stack forwards this port/);
    assert.ok(!succeeds(["ip", "-n", "c1", "link", "show", "eth1"]));
    await it.upAfterRefresh();
    assert.deepEqual(ourRules(), before);
  });
});

describe("a container whose network changes", () => {
  it("keeps its way out, where another network with the same gateway comes in the place of its own", async () => {
    const network = await make("containerNetwork", web);
    const it = await make("container", c1);
    await network.remove();
    await make("containerNetwork", { ...web, name: "www" });
    await it.change({ networks: [{ ...inWeb, network: { ...told, name: "www" } }] });
    assert.ok(reaches("c1", "8.8.8.8"));
  });

  it("loses its IPv6 with the network's, and gets it back", async () => {
    const network = await make("containerNetwork", web);
    const it = await make("container", c1);
    await network.change({ subnet6: undefined });
    await it.change({ networks: [inWebV4] });
    assert.equal(sh("ip -n c1 -6 address"), "");
    await network.change({ subnet6: web.subnet6 });
    await it.change({ networks: [inWeb] });
    assert.ok(reaches("c1", "fd05::1"));
  });

  it("has the IPv6 of its lo back without a network", async () => {
    await make("containerNetwork", { ...web, subnet6: undefined });
    const it = await make("container", { ...c1, networks: [inWebV4] });
    assert.equal(sh("ip -n c1 -6 address"), "");
    await it.change({ networks: undefined, publish: undefined, network: "none" });
    assert.match(sh("ip -n c1 -6 address"), /inet6 ::1/);
  });
});

describe("a container's parameters", () => {
  it("are those of its interfaces, too, also when they come anew", async () => {
    await make("containerNetwork", web);
    const key = "net.ipv4.conf.eth0.rp_filter";
    const it = await make("container", { ...c1, sysctls: { [key]: "2" } });
    const value = (): string => sh(`ip netns exec c1 sysctl -n ${key}`).trim();
    assert.equal(value(), "2");
    sh("ip -n c1 link del eth0");
    await it.repair();
    assert.equal(value(), "2");
    sh(`ip netns exec c1 sysctl -q ${key}=1`);
    assert.match(((await it.drift()) ?? []).join(), /parameters of eth0 in namespace c1: values is/);
    await it.repair();
  });

  it("of an interface stay, where one of all interfaces changes", async () => {
    await make("containerNetwork", web);
    const own = { "net.ipv4.conf.eth0.forwarding": "1", "net.ipv6.conf.eth0.forwarding": "1" };
    const wide = (value: string): Inputs => ({ "net.ipv4.ip_forward": value, "net.ipv6.conf.all.forwarding": value });
    const it = await make("container", { ...c1, sysctls: { ...own, ...wide("1") } });
    await it.change({ sysctls: { ...own, ...wide("0") } });
  });

  it("are written where the kernel has no IPv6", async () => {
    byHand("mount -n -t tmpfs tmpfs /proc/sys/net/ipv6", undefined, "umount /proc/sys/net/ipv6");
    await make("containerNetwork", { ...web, subnet6: undefined, mtu: 1000 });
    const it = await make("container", { ...c1, networks: [{ ...inWebV4, network: { ...toldV4, mtu: 1000 } }] });
    await it.settled();
  });
});

describe("a network with an uplink", () => {
  for (const policy of ["ACCEPT", "DROP"]) {
    it(`lets its containers out by that one alone, with the policy ${policy}`, async () => {
      byHand(`iptables -w -P FORWARD ${policy}`, undefined, "iptables -w -P FORWARD DROP");
      byHand("ip link add other0 type veth peer name other1", undefined, "ip link del other0");
      const network = await make("containerNetwork", { ...web, uplink: "enp0s1" });
      await make("container", c1);
      assert.ok(reaches("c1", "8.8.8.8"));
      await network.change({ uplink: "other0" });
      assert.ok(!reaches("c1", "8.8.8.8"));
    });
  }
});
