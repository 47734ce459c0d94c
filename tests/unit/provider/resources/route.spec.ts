import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
import {
  checked,
  createPlan,
  type Inputs,
  OTHER,
  reasons,
  removePlan,
  specOf,
  stateOf,
  updatePlan,
} from "../../../support/plan";

const all = { destination: "default", gateway: "10.0.0.1" };
const network = { destination: "10.1.0.0/16", gateway: "10.0.0.1" };
const route = (words: string): string => `ip route ${words.replace("@", "proto 76")}`;

/** What is given, the words that make and remove it, and its id. */
const cases: { inputs: Inputs; add: string; del: string; id: string }[] = [
  {
    inputs: all,
    add: "unicast 0.0.0.0/0 metric 0 table main @ via 10.0.0.1",
    del: "unicast 0.0.0.0/0 metric 0 table main @",
    id: "default",
  },
  {
    inputs: { destination: "default", gateway: "FE80::1", device: "eth0", metric: 0 },
    add: "unicast ::/0 metric 1024 table main @ via fe80::1 dev eth0",
    del: "unicast ::/0 metric 1024 table main @",
    id: "::/0",
  },
  {
    inputs: { destination: "::/0", gateway: "fd00::1" },
    add: "unicast ::/0 metric 1024 table main @ via fd00::1",
    del: "unicast ::/0 metric 1024 table main @",
    id: "::/0",
  },
  {
    inputs: { destination: "default", device: "eth0", source: "fd00::2" },
    add: "unicast ::/0 metric 1024 table main @ dev eth0 src fd00::2",
    del: "unicast ::/0 metric 1024 table main @",
    id: "::/0",
  },
  {
    inputs: { destination: "10.1.2.3/16", device: "br0", source: "10.0.0.1", metric: 5, table: 100 },
    add: "unicast 10.1.0.0/16 metric 5 table 100 @ dev br0 src 10.0.0.1",
    del: "unicast 10.1.0.0/16 metric 5 table 100 @",
    id: "10.1.0.0/16@5@100",
  },
  {
    inputs: { ...network, device: "br0", onlink: true, metric: 7 },
    add: "unicast 10.1.0.0/16 metric 7 table main @ via 10.0.0.1 dev br0 onlink",
    del: "unicast 10.1.0.0/16 metric 7 table main @",
    id: "10.1.0.0/16@7",
  },
  {
    inputs: { destination: "10.1.2.3", type: "blackhole", table: "254" },
    add: "blackhole 10.1.2.3/32 metric 0 table main @",
    del: "blackhole 10.1.2.3/32 metric 0 table main @",
    id: "10.1.2.3/32",
  },
  {
    inputs: { destination: "fd09::/64", type: "unreachable", metric: 1, table: "local" },
    add: "unreachable fd09::/64 metric 1 table local @",
    del: "unreachable fd09::/64 metric 1 table local @",
    id: "fd09::/64@1@local",
  },
];

const DEL = "unicast 10.1.0.0/16 metric 0 table main @";
const updates: { name: string; from?: Inputs; to: Inputs; want: string[] }[] = [
  {
    name: "the gateway",
    to: { ...network, gateway: "10.0.0.9" },
    want: ["replace unicast 10.1.0.0/16 metric 0 table main @ via 10.0.0.9"],
  },
  {
    name: "the type",
    to: { destination: "10.1.0.0/16", type: "prohibit" },
    want: ["replace prohibit 10.1.0.0/16 metric 0 table main @"],
  },
  {
    name: "the metric: the new one comes before the old one goes",
    to: { ...network, metric: 5 },
    want: ["replace unicast 10.1.0.0/16 metric 5 table main @ via 10.0.0.1", `del ${DEL}`],
  },
  {
    name: "the family",
    from: all,
    to: { destination: "default", gateway: "fd00::1" },
    want: ["replace unicast ::/0 metric 1024 table main @ via fd00::1", "del unicast 0.0.0.0/0 metric 0 table main @"],
  },
  {
    name: "the owner, of which the kernel knows nothing",
    to: { ...network, owner: OTHER },
    want: ["replace unicast 10.1.0.0/16 metric 0 table main @ via 10.0.0.1"],
  },
];

const FIRST = "gateway: expected a gateway, a device or both for a route of type unicast, got nothing";
const refusals: { inputs: Inputs; want: string[] }[] = [
  { inputs: { destination: "default" }, want: [FIRST] },
  {
    inputs: { ...all, type: "blackhole", device: "br0" },
    want: [
      'gateway: expected nothing for a route of type blackhole, got "10.0.0.1"',
      'device: expected nothing for a route of type blackhole, got "br0"',
    ],
  },
  { inputs: { ...network, gateway: "fd00::1" }, want: ['gateway: expected an IPv4 address, got "fd00::1"'] },
  { inputs: { ...all, source: "fd00::2" }, want: ['source: expected an IPv4 address, got "fd00::2"'] },
  {
    inputs: { destination: "fd01::/64", gateway: "10.0.0.1", source: "10.0.0.2" },
    want: ['gateway: expected an IPv6 address, got "10.0.0.1"', 'source: expected an IPv6 address, got "10.0.0.2"'],
  },
  { inputs: { ...all, onlink: true }, want: ["onlink: expected false without a gateway and a device, got true"] },
  {
    inputs: { destination: "default", gateway: "fe80::1" },
    want: ["device: expected the interface behind which the link-local address fe80::1 is, got nothing"],
  },
  {
    inputs: { destination: "10.0.0.0/33", gateway: "x", metric: -1, table: "x", type: "nat", dev: "br0" },
    want: [
      'destination: expected "default" or a network, such as 10.0.0.0/24, got "10.0.0.0/33"',
      'gateway: expected the address of a host, such as 10.0.0.1 or fd00::1, got "x"',
      "metric: expected a metric, a whole number from 0 to 4294967295, got -1",
      'table: expected "main", "default", "local" or the number of a routing table, got "x"',
      'type: expected one of "unicast", "blackhole", "unreachable", "prohibit", got "nat"',
      'dev: expected one of namespace, destination, gateway, device, source, metric, table, onlink, type, adopt, owner, got "dev"',
    ],
  },
];

describe("route", () => {
  for (const { inputs, add, del, id } of cases) {
    it(`${id}: ${add}`, () => {
      assert.deepEqual(createPlan("route", inputs), [route(`add ${add}`)]);
      assert.deepEqual(removePlan("route", inputs), [route(`del ${del}`)]);
      assert.equal(specOf("route").id(stateOf("route", inputs)), id);
      const placed = { ...inputs, namespace: "ns0" };
      assert.deepEqual(createPlan("route", placed), [`nsenter --net=/run/netns/ns0 -- ${route(`add ${add}`)}`]);
      assert.equal(specOf("route").id(stateOf("route", placed)), `ns0/${id}`);
    });
  }

  for (const { name, from = network, to, want } of updates) {
    it(`changes ${name}`, async () => assert.deepEqual(await updatePlan("route", from, to), want.map(route)));
  }

  for (const { inputs, want } of refusals) {
    it(`refuses ${JSON.stringify(inputs)}`, () => assert.deepEqual(reasons("route", inputs), want));
  }

  it("is not refused for what is not known yet", () => {
    assert.deepEqual(reasons("route", { destination: "default", gateway: UNKNOWN }), []);
    assert.deepEqual(reasons("route", { destination: UNKNOWN, type: UNKNOWN, device: UNKNOWN }), []);
    assert.deepEqual(reasons("route", { destination: UNKNOWN, type: "blackhole", device: "br0" }), [
      'device: expected nothing for a route of type blackhole, got "br0"',
    ]);
  });

  it("takes its metric's default from the family that it can know", () => {
    const metric = (inputs: Inputs): unknown => (checked("route", inputs) as unknown as Inputs).metric;
    assert.equal(metric({ destination: "default", gateway: UNKNOWN }), 0);
    assert.equal(metric({ destination: "fd00::/64", gateway: UNKNOWN }), 1024);
    assert.equal(metric({ ...all, metric: UNKNOWN }), UNKNOWN);
  });
});
