import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { type FdbEntry, FLOODED } from "../../../../provider/iproute2/fdb";
import { parseLink } from "../../../../provider/iproute2/links";
import type { View } from "../../../../provider/resources/spec";
import {
  checked,
  createPlan,
  type Inputs,
  OWNER,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

/** The MAC of the owner's first link, in every version of linuxnet. */
const BORN = "02:df:81:a0:34:d9";
const vx0 = { name: "vx0", vni: 42, local: "192.0.2.1" };
const flooded = (remote: string, ...beyond: string[]): FdbEntry => ({ mac: FLOODED, remote, beyond });
const entry = (mac: string, remote: string, ...beyond: string[]): FdbEntry => ({ mac, remote, beyond });
const viewOf = (fdb: FdbEntry[], link?: object): View =>
  ({
    fdb: () => Promise.resolve(fdb),
    link: () => Promise.resolve(link && parseLink(JSON.stringify([link]), "vx0")),
    linksWithAlias: () => Promise.resolve([]),
  }) as unknown as View;

describe("vxlan", () => {
  it("is made over IPv4, with what is left of 1500 bytes", () => {
    assert.deepEqual(createPlan("vxlan", { ...vx0, remotes: ["192.0.2.2"] }), [
      `ip link add name vx0 address ${BORN} mtu 1450 type vxlan id 42 dstport 4789 local 192.0.2.1 learning`,
      `ip link set dev vx0 alias linuxnet:${OWNER} mtu 1450`,
      "ip link set dev vx0 up",
      `bridge fdb append ${FLOODED} dev vx0 dst 192.0.2.2 self permanent`,
    ]);
  });

  it("is made over IPv6, as the port of a bridge in a namespace", () => {
    const entries = [{ mac: "02:00:00:00:00:09", remote: "2001:DB8::2" }];
    const more = { namespace: "lab", local: "2001:db8::1", port: 8472, device: "eth0", learning: false, master: "br0" };
    assert.deepEqual(
      createPlan("vxlan", { ...vx0, ...more, entries }),
      [
        `ip link add name vx0 address ${BORN} mtu 1430 type vxlan id 42 dstport 8472 local 2001:db8::1 dev eth0 nolearning`,
        `ip link set dev vx0 alias linuxnet:${OWNER} mtu 1430`,
        "ip link set dev vx0 master br0",
        "ip link set dev vx0 type bridge_slave hairpin off isolated off",
        "ip link set dev vx0 up",
        "bridge fdb replace 02:00:00:00:00:09 dev vx0 dst 2001:db8::2 self permanent",
      ].map((line) => `nsenter --net=/run/netns/lab -- ${line}`),
    );
  });

  it("is removed as a whole", () => assert.deepEqual(removePlan("vxlan", vx0), ["ip link del dev vx0"]));

  const always = [`ip link set dev vx0 alias linuxnet:${OWNER} mtu 1450`, "ip link set dev vx0 up"];
  const updates: { name: string; from?: Inputs; to: Inputs; fdb?: FdbEntry[]; first?: string[]; last?: string[] }[] = [
    {
      name: "where it sends from, and by which interface",
      to: { local: "192.0.2.9", device: "eth0" },
      first: ["ip link set dev vx0 type vxlan id 42 local 192.0.2.9 dev eth0"],
    },
    { name: "learning", to: { learning: false }, first: ["ip link set dev vx0 type vxlan id 42 nolearning"] },
    {
      name: "a host for another, the new one first",
      from: { remotes: ["192.0.2.2", "192.0.2.3"] },
      to: { remotes: ["192.0.2.4", "192.0.2.3"] },
      fdb: [flooded("192.0.2.2"), flooded("192.0.2.3"), flooded("192.0.2.3", "port", "4790")],
      last: [
        `bridge fdb append ${FLOODED} dev vx0 dst 192.0.2.4 self permanent`,
        `bridge fdb del ${FLOODED} dev vx0 dst 192.0.2.2 self`,
        `bridge fdb del ${FLOODED} dev vx0 dst 192.0.2.3 port 4790 self`,
      ],
    },
    {
      name: "a MAC's host in its place, and takes what is not declared",
      from: { entries: [] },
      to: { entries: [{ mac: "02:00:00:00:00:09", remote: "192.0.2.3" }] },
      fdb: [entry("02:00:00:00:00:09", "192.0.2.2"), entry("02:00:00:00:00:0a", "192.0.2.2"), flooded("192.0.2.5")],
      last: [
        "bridge fdb replace 02:00:00:00:00:09 dev vx0 dst 192.0.2.3 self permanent",
        "bridge fdb del 02:00:00:00:00:0a dev vx0 dst 192.0.2.2 self",
      ],
    },
    {
      name: "lists that are declared no longer, with their entries",
      from: { remotes: ["192.0.2.2"] },
      to: { remotes: undefined },
      fdb: [flooded("192.0.2.2"), entry("02:00:00:00:00:0a", "192.0.2.2")],
      last: [`bridge fdb del ${FLOODED} dev vx0 dst 192.0.2.2 self`],
    },
    { name: "nothing of lists that it never had", to: {}, fdb: [flooded("192.0.2.2")] },
  ];
  for (const { name, from = {}, to, fdb = [], first = [], last = [] } of updates) {
    it(`changes ${name}`, async () => {
      const plan = await updatePlan("vxlan", { ...vx0, ...from }, { ...vx0, ...from, ...to }, viewOf(fdb));
      assert.deepEqual(plan, [...first, ...always, ...last]);
    });
  }

  it("is replaced by one over the other family, and by one without an interface of its own", () => {
    const standing = stateOf("vxlan", { ...vx0, device: "eth0" });
    const between = (to: Inputs): string[] | undefined =>
      specOf("vxlan").replacedBetween?.(standing, checked("vxlan", { ...vx0, device: "eth0", ...to }));
    assert.deepEqual(between({ local: "192.0.2.9", device: "eth1" }), []);
    assert.deepEqual(between({ local: "2001:db8::1" }), ["local"]);
    assert.deepEqual(between({ device: undefined }), ["device"]);
    assert.deepEqual(between({ local: UNKNOWN, device: UNKNOWN }), []);
  });

  it("is made anew where the kernel changes nothing in place, without a refresh", async () => {
    const plan = await updatePlan("vxlan", { ...vx0, device: "eth0" }, vx0);
    assert.deepEqual(plan, ["ip link del dev vx0", ...createPlan("vxlan", vx0)]);
  });

  it("has an unknown MTU while it is not known where it sends from", () => {
    const { mtu } = checked("vxlan", { ...vx0, local: UNKNOWN }) as unknown as Inputs;
    assert.equal(mtu, UNKNOWN);
  });

  const told = (data: object, more: object = {}): object => ({
    ...{ ifname: "vx0", ifindex: 7, flags: ["UP"], mtu: 1450, address: BORN, ifalias: `linuxnet:${OWNER}` },
    linkinfo: {
      info_kind: "vxlan",
      info_data: {
        ...{ id: 42, local: "192.0.2.1", port_range: { low: 0, high: 0 }, port: 4789, learning: true, ttl: 0 },
        ...{ df: "unset", ageing: 300, udp_csum: true, udp_zero_csum6_tx: false, udp_zero_csum6_rx: false, ...data },
      },
    },
    ...more,
  });

  it("is seen as it was declared, and tells what stands beside it", async () => {
    const wanted = stateOf("vxlan", { ...vx0, remotes: ["192.0.2.3", "192.0.2.2"] });
    const both = [flooded("192.0.2.2"), flooded("192.0.2.3")];
    const seen = await specOf("vxlan").observe(wanted, viewOf(both, told({})));
    assert.deepEqual([seen?.state, seen?.owner, seen?.drift], [wanted, OWNER, []]);
    const more = await specOf("vxlan").observe(wanted, viewOf([...both, flooded("192.0.2.4", "vni", "7")], told({})));
    assert.deepEqual(more?.drift, [`${FLOODED} dst 192.0.2.4 vni 7 stands, too`]);
  });

  it("is only a part of itself with another number or port", async () => {
    for (const data of [{ id: 43 }, { port: 8472 }, { local: undefined }]) {
      const seen = await specOf("vxlan").observe(stateOf("vxlan", vx0), viewOf([], told(data)));
      assert.equal(seen?.state, undefined);
      assert.match(String(seen?.drift[0]), /^vx0 is another vxlan: id 4[23] dstport \d+ local /);
    }
  });

  it("is imported where properties can say all of it", async () => {
    const key = stateOf("vxlan", vx0);
    const fdb = [flooded("192.0.2.2"), entry("02:00:00:00:00:0a", "192.0.2.2")];
    const find = (data: object, entries = fdb) => specOf("vxlan").find(key, viewOf(entries, told(data)));
    const { inputs } = (await find({ remote: "192.0.2.2", link: "eth0" })) ?? {};
    assert.deepEqual(inputs, {
      ...{ mtu: 1450, up: true, vni: 42, local: "192.0.2.1", port: 4789, learning: true, device: "eth0" },
      ...{ remotes: ["192.0.2.2"], entries: [{ mac: "02:00:00:00:00:0a", remote: "192.0.2.2" }] },
    });
    await assert.rejects(find({ group: "239.1.1.1" }), /no property can say: group 239\.1\.1\.1/);
    await assert.rejects(find({ ttl: 7, proxy: true }), /no property can say: ttl 7; proxy true/);
    await assert.rejects(find({ port_range: { low: 1, high: 9 } }), /no property can say: srcport 1 9/);
    await assert.rejects(find({ local: undefined }), /no property can say: no local address/);
    await assert.rejects(find({}, [flooded("192.0.2.2", "vni", "7")]), /can say: 00:\S+ dst 192\.0\.2\.2 vni 7/);
  });
});
