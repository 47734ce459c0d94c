import assert from "node:assert/strict";
import { setTimeout as passed } from "node:timers/promises";
import { readCounters } from "../../cli/view/counters";
import { Kept } from "../../cli/view/kept";
import { Monitor } from "../../cli/view/monitor";
import type { Host } from "../../provider/host/host";
import { localHost } from "../../provider/host/local-host";
import { placeOf } from "../../provider/namespaces";
import type { Networks, Place } from "../../provider/packets/network";
import { run, sh } from "../support/command";
import { standingOf, wipe } from "../support/wipe";

/** More than are read by turns in two refreshes. */
const NAMES = Array.from({ length: 20 }, (_, index) => `ns${index}`);

describe("a refresh of linuxnet view", () => {
  const before = new Map([[undefined, standingOf(undefined)] as const, ["wan", standingOf("wan")] as const]);
  let monitor: Monitor;
  let entered: Place[] = [];
  const host: Host = {
    run: (command) => {
      entered.push(placeOf(command.argv).namespace);
      return localHost.run(command);
    },
  };

  const addressesIn = (networks: Networks, place: Place): string[] =>
    networks.at(place)?.links.flatMap(({ addresses }) => addresses) ?? [];

  async function enteredBy<T>(work: () => Promise<T>): Promise<{ result: T; places: Place[] }> {
    entered = [];
    const result = await work();
    return { result, places: [...new Set(entered)].filter((place) => place !== undefined && place !== "wan") };
  }

  beforeEach(() => {
    sh("ip link add br0 type bridge");
    sh("sysctl -q net.ipv6.conf.br0.disable_ipv6=1");
    sh("ip addr add 10.0.0.254/24 dev br0");
    sh("ip link set br0 up");
    for (const [index, name] of NAMES.entries()) {
      sh(`ip netns add ${name}`);
      sh(`ip link add v${index} type veth peer name eth0 netns ${name}`);
      // No packets of which nobody asked are counted.
      sh("sysctl -q net.ipv6.conf.all.disable_ipv6=1", name);
      sh(`sysctl -q net.ipv6.conf.v${index}.disable_ipv6=1`);
      sh(`ip link set v${index} master br0 up`);
      sh(`ip -n ${name} addr add 10.0.0.${index + 1}/24 dev eth0`);
      sh(`ip -n ${name} link set eth0 up`);
    }
    monitor = new Monitor();
  });

  afterEach(() => {
    monitor.close();
    wipe(before);
  });

  it("reads all at first, and then some by turns, until all have been read anew", async () => {
    const kept = new Kept(host, { take: () => [] });
    const first = await enteredBy(() => kept.now());
    assert.equal(first.places.length, NAMES.length);
    const turns: Place[][] = [];
    for (let turn = 0; turn < 3; turn++) turns.push((await enteredBy(() => kept.now())).places);
    assert.ok(turns.every(({ length }) => length <= 8));
    assert.equal(new Set(turns.flat()).size, NAMES.length);
  });

  it("reads some of many at first, and then the others", async () => {
    for (let index = 0; index < 30; index++) sh(`ip netns add more${index}`);
    const kept = new Kept(host, { take: () => [] });
    const first = await kept.now();
    assert.equal(first.all.length + kept.unread, 1 + 1 + NAMES.length + 30);
    assert.equal(kept.unread, 3);
    assert.equal((await kept.now()).all.length, 1 + 1 + NAMES.length + 30);
    assert.equal(kept.unread, 0);
  });

  it("reads at once what has changed, is new, or is gone", async () => {
    const kept = new Kept(host, monitor);
    await kept.now();
    // Of their last changes events may be on their way.
    await passed(500);
    monitor.take();
    await kept.now();
    for (const name of NAMES) sh(`ip -n ${name} addr add 10.1.0.1/32 dev eth0`);
    sh("ip netns add late");
    sh("ip netns delete ns7");
    await passed(500);
    const networks = await kept.now();
    const changed = NAMES.filter((name) => addressesIn(networks, name).includes("10.1.0.1/32"));
    assert.deepEqual(
      changed,
      NAMES.filter((name) => name !== "ns7"),
    );
    assert.ok(networks.at("late"));
    assert.equal(networks.at("ns7"), undefined);
  });

  it("keeps nothing in a namespace that is removed", async () => {
    await new Kept(host, monitor).now();
    sh("ip netns delete ns3");
    for (let tries = 0; tries < 50 && sh("ip -o link").includes(" v3@"); tries++) await passed(100);
    assert.doesNotMatch(sh("ip -o link"), / v3@/);
  });

  it("counts what passes containers without entering them", async () => {
    const networks = await new Kept(host, monitor).now();
    run(["ping", "-c3", "-i0.2", "-W1", "10.0.0.254"], "ns0");
    const { result, places } = await enteredBy(() => readCounters(host, networks));
    assert.deepEqual(places, []);
    for (const name of NAMES) {
      const [told] = JSON.parse(sh("ip -s -j link show dev eth0", name)) as [{ stats64: { rx: object; tx: object } }];
      const counts = result.find(({ place }) => place === name)?.links.get("eth0");
      assert.partialDeepStrictEqual(told.stats64, { rx: counts?.received, tx: counts?.sent });
    }
  });

  it("enters a namespace for what no cable mirrors, and for rules that it has", async () => {
    sh("ip link add inner type bridge", "ns4");
    sh("iptables -A INPUT -s 10.0.0.254 -j ACCEPT", "ns5");
    const networks = await new Kept(host, monitor).now();
    run(["ping", "-c1", "-W1", "10.0.0.6"]);
    const { result, places } = await enteredBy(() => readCounters(host, networks));
    assert.deepEqual(places.sort(), ["ns4", "ns5"]);
    const counts = result.find(({ place }) => place === "ns5")?.rules[4].get("filter INPUT -s 10.0.0.254/32 -j ACCEPT");
    assert.deepEqual(counts, [{ packets: 1, bytes: 84 }]);
    assert.ok(result.find(({ place }) => place === "ns4")?.links.has("inner"));
  });
});
