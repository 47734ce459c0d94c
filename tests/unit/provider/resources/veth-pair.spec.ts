import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  OWNER,
  reasons,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

const peer = { name: "ceth0", namespace: "ns0", addresses: ["10.0.0.2/24"] };
const veth0 = { name: "veth0", master: "br0", peer };
const ns = (name: string, ...lines: string[]): string[] =>
  lines.map((words) => `nsenter --net=/run/netns/${name} -- ${words}`);
const tag = (name: string, owner = OWNER): string => `ip link set dev ${name} alias linuxnet:${owner} mtu 1500`;
const born = { a: "name a address 02:df:81:a0:34:d9 mtu 1500", b: "name b address 02:07:71:76:78:58 mtu 1500" };

const creations: { name: string; inputs: Inputs; want: string[] }[] = [
  {
    name: "from a bridge into a namespace",
    inputs: veth0,
    want: [
      "ip link add name veth0 address 02:df:81:a0:34:d9 mtu 1500 type veth peer name ceth0 address 02:07:71:76:78:58 mtu 1500 netns /run/netns/ns0",
      ...[tag("veth0"), "ip link set dev veth0 master br0"],
      ...["ip link set dev veth0 type bridge_slave hairpin on isolated off", "ip link set dev veth0 up"],
      ...ns(
        "ns0",
        ...["sysctl net.ipv4.conf.ceth0.arp_notify=1", tag("ceth0"), "ip link set dev ceth0 up"],
        "ip addr replace 10.0.0.2/24 dev ceth0",
        "ip link set dev ceth0 address 02:07:71:76:78:58",
      ),
    ],
  },
  {
    name: "from a namespace to the host, which has no name inside",
    inputs: { name: "a", namespace: "ns0", peer: { name: "b", mac: "02:00:00:00:00:01", up: false } },
    want: [
      `ip link add ${born.b} type veth peer ${born.a} netns /run/netns/ns0`,
      ...[tag("b"), "ip link set dev b address 02:00:00:00:00:01", "ip link set dev b down"],
      ...ns("ns0", tag("a"), "ip link set dev a up"),
    ],
  },
  {
    name: "within a namespace",
    inputs: { name: "a", namespace: "ns0", peer: { name: "b", namespace: "ns0" } },
    want: ns(
      ...(["ns0", `ip link add ${born.a} type veth peer ${born.b}`, tag("a"), "ip link set dev a up"] as const),
      ...[tag("b"), "ip link set dev b up"],
    ),
  },
  {
    name: "between namespaces",
    inputs: { name: "a", namespace: "ns0", peer: { name: "b", namespace: "ns1", master: "br1", isolated: true } },
    want: [
      ...ns(
        "ns0",
        `ip link add ${born.a} type veth peer ${born.b} netns /run/netns/ns1`,
        tag("a"),
        "ip link set dev a up",
      ),
      ...ns("ns1", tag("b"), "ip link set dev b master br1"),
      ...ns("ns1", "ip link set dev b type bridge_slave hairpin on isolated on", "ip link set dev b up"),
    ],
  },
];

const first = [
  ...[tag("veth0"), "ip link set dev veth0 master br0"],
  ...["ip link set dev veth0 type bridge_slave hairpin on isolated off", "ip link set dev veth0 up"],
];
const second = ns("ns0", tag("ceth0"), "ip link set dev ceth0 up", "ip addr replace 10.0.0.2/24 dev ceth0");
const updates: { name: string; to: Inputs; want: string[] }[] = [
  {
    name: "to another bridge",
    to: { ...veth0, master: "br1", hairpin: false },
    want: [
      ...[tag("veth0"), "ip link set dev veth0 master br1"],
      ...["ip link set dev veth0 type bridge_slave hairpin off isolated off", "ip link set dev veth0 up", ...second],
    ],
  },
  {
    name: "to no bridge",
    to: { name: "veth0", peer },
    want: [tag("veth0"), "ip link set dev veth0 nomaster", "ip link set dev veth0 up", ...second],
  },
  {
    name: "the peer's address, the new one first, of which the neighbours are told",
    to: { ...veth0, peer: { ...peer, addresses: ["10.0.0.3/24"] } },
    want: [
      ...[...first, ...ns("ns0", "sysctl net.ipv4.conf.ceth0.arp_notify=1", tag("ceth0"), "ip link set dev ceth0 up")],
      ...ns("ns0", "sysctl net.ipv4.conf.ceth0.promote_secondaries=1"),
      ...ns("ns0", "ip addr replace 10.0.0.3/24 dev ceth0", "ip addr del 10.0.0.2/24 dev ceth0"),
      ...ns("ns0", "ip link set dev ceth0 address 02:07:71:76:78:58"),
    ],
  },
  {
    name: "the owner on both ends, which keep their MACs",
    to: { ...veth0, owner: OTHER },
    want: [...[tag("veth0", OTHER), ...first.slice(1)], ...[...ns("ns0", tag("ceth0", OTHER)), ...second.slice(1)]],
  },
  {
    name: "a MAC",
    to: { ...veth0, mac: "02:00:00:00:00:01" },
    want: [tag("veth0"), "ip link set dev veth0 address 02:00:00:00:00:01", ...first.slice(1), ...second],
  },
  {
    name: "the MAC of an end with addresses, whose neighbours are told",
    to: { ...veth0, peer: { ...peer, mac: "02:00:00:00:00:01" } },
    want: [
      ...[...first, ...ns("ns0", "sysctl net.ipv4.conf.ceth0.arp_notify=1")],
      ...ns("ns0", tag("ceth0"), "ip link set dev ceth0 address 02:00:00:00:00:01", "ip link set dev ceth0 up"),
      ...ns("ns0", "ip addr replace 10.0.0.2/24 dev ceth0"),
    ],
  },
];

describe("veth pair", () => {
  for (const { name, inputs, want } of creations) {
    it(`is made ${name}`, () => assert.deepEqual(createPlan("vethPair", inputs), want));
  }

  for (const { name, to, want } of updates) {
    it(`changes ${name}`, async () => assert.deepEqual(await updatePlan("vethPair", veth0, to), want));
  }

  for (const { whose, inputs } of [
    { whose: "peer", inputs: veth0 },
    { whose: "first end in a namespace", inputs: { ...peer, peer: { name: "veth0" } } },
  ]) {
    it(`has its ${whose} announced as a creation does, where an interrupted one left it without addresses`, async () => {
      const left = { ...inputs, addresses: undefined, peer: { ...inputs.peer, addresses: undefined } };
      const announcing = /arp_notify|ceth0 address /;
      const [created, updated] = [createPlan("vethPair", inputs).slice(1), await updatePlan("vethPair", left, inputs)];
      assert.equal(created.filter((line) => announcing.test(line)).length, 2);
      assert.deepEqual([...updated].sort(), [...created].sort());
    });
  }

  it("is removed with either end", () => {
    assert.deepEqual(removePlan("vethPair", veth0), ["ip link del dev veth0"]);
    assert.deepEqual(removePlan("vethPair", { ...veth0, namespace: "lab" }), ns("lab", "ip link del dev veth0"));
  });

  it("is known by its first end", () => {
    const ids = [veth0, { ...veth0, namespace: "lab" }].map((inputs) =>
      specOf("vethPair").id(stateOf("vethPair", inputs)),
    );
    assert.deepEqual(ids, ["veth0", "lab/veth0"]);
  });

  it("has a hairpin by default where it has a master, and is no cable between two bridges", () => {
    const ends = (inputs: Inputs): unknown[] => {
      const { hairpin, peer } = checked("vethPair", { name: "a", ...inputs }) as unknown as Inputs & { peer: Inputs };
      return [hairpin, peer.hairpin];
    };
    assert.deepEqual(ends({ peer: { name: "b" } }), [false, false]);
    assert.deepEqual(ends({ master: "br0", peer: { name: "b", hairpin: true } }), [true, true]);
    assert.deepEqual(ends({ peer: { name: "b", master: UNKNOWN } }), [false, true]);
    assert.deepEqual(ends({ master: "br0", hairpin: true, peer: { name: "b", master: UNKNOWN } }), [true, false]);
    assert.deepEqual(ends({ master: "br0", peer: { name: "b", master: "br1" } }), [false, false]);
  });

  it("has the same MACs under other names", () => {
    const macs = (inputs: Inputs): string[] =>
      createPlan("vethPair", inputs)
        .join()
        .match(/address 02[0-9a-f:]+/g) ?? [];
    const renamed = { ...veth0, name: "veth9", peer: { ...peer, name: "ceth9" } };
    assert.equal(new Set(macs(veth0)).size, 2);
    assert.deepEqual(macs(renamed), macs(veth0));
  });

  it("confirms its inputs, less the MACs of its own", () => {
    const spec = specOf("vethPair");
    const inputs = checked("vethPair", { ...veth0, peer: { ...peer, mac: "02:00:00:00:00:01" } });
    assert.deepEqual(spec.inputsOf(spec.complete(inputs)), inputs);
  });

  it("refuses what IPv6 does not allow, at either end", () => {
    const v6 = ["fd00::1/64", "10.0.0.1/24"];
    assert.deepEqual(reasons("vethPair", { ...veth0, addresses: v6, mtu: 1279, peer: { name: "b", mtu: 68 } }), [
      "mtu: expected at least 1280, for fd00::1/64, got 1279",
    ]);
    const twice = ["10.0.0.1/24", "10.0.0.1/16", "fd00::1/64", "FD00:0::1/48", "10.0.0.1/24"];
    assert.deepEqual(reasons("vethPair", { ...veth0, mtu: 1280, peer: { name: "b", mtu: 1000, addresses: twice } }), [
      'peer.addresses[3]: expected another address than that of fd00::1/64, got "fd00::1/48"',
      'peer.addresses[4]: expected another address than that of 10.0.0.1/24, got "10.0.0.1/24"',
    ]);
    assert.deepEqual(reasons("bridge", { name: "br0", addresses: v6, mtu: 1000 }), [
      "mtu: expected at least 1280, for fd00::1/64, got 1000",
    ]);
  });

  it("refuses all that is wrong at once, at either end", () => {
    const inputs = { name: "veth0", isolated: 1, peer: { name: "", addresses: "x", mtu: 0, adopt: true } };
    assert.deepEqual(reasons("vethPair", inputs), [
      "isolated: expected true or false, got 1",
      'peer.name: expected an interface name of 1-15 bytes: letters, digits, `_`, `.` or `-`, not beginning with `-` or `.`, got ""',
      'peer.addresses: expected a list, got "x"',
      "peer.mtu: expected an MTU in bytes, a whole number from 68 to 65535, got 0",
      'peer.adopt: expected one of name, namespace, addresses, mtu, up, mac, vlans, master, hairpin, isolated, bridgePort, got "adopt"',
    ]);
  });
});
