import assert from "node:assert/strict";
import { parseRoutes, PROTOCOL, type RouteEntry } from "../../../../provider/iproute2/routes";

const plain = {
  type: "unicast",
  gateway: undefined,
  device: undefined,
  source: undefined,
  metric: 0,
  onlink: false,
  beyond: [],
};

/* What iproute2 6.1 prints. */
const cases: { name: string; family: 4 | 6; given: object; want: RouteEntry }[] = [
  {
    name: "a default route with everything",
    family: 4,
    given: {
      ...{ type: "unicast", dst: "default", gateway: "10.0.0.9", dev: "br0", protocol: "76", scope: "global" },
      ...{ prefsrc: "10.0.0.1", metric: 5, flags: ["onlink", "linkdown"] },
    },
    want: {
      ...{ type: "unicast", destination: "default", gateway: "10.0.0.9", device: "br0", source: "10.0.0.1" },
      ...{ metric: 5, protocol: PROTOCOL, onlink: true, beyond: [] },
    },
  },
  {
    name: "one that the kernel made for an address",
    family: 4,
    given: { dst: "10.0.0.0/24", dev: "br0", protocol: "kernel", scope: "link", prefsrc: "10.0.0.1", flags: [] },
    want: { ...plain, destination: "10.0.0.0/24", device: "br0", source: "10.0.0.1", protocol: "kernel" },
  },
  {
    name: "an IPv6 gateway of an IPv4 route",
    family: 4,
    given: { dst: "10.7.0.0/16", via: { family: "inet6", host: "fd00::9" }, dev: "br0", protocol: "boot", flags: [] },
    want: { ...plain, destination: "10.7.0.0/16", gateway: "fd00::9", device: "br0", protocol: "boot" },
  },
  {
    name: "one host",
    family: 4,
    given: { type: "unicast", dst: "10.8.0.1", dev: "br0", protocol: "76", flags: [] },
    want: { ...plain, destination: "10.8.0.1/32", device: "br0", protocol: "76" },
  },
  {
    name: "a blackhole",
    family: 4,
    given: { type: "blackhole", dst: "10.9.0.0/16", protocol: "76", scope: "global", flags: [] },
    want: { ...plain, type: "blackhole", destination: "10.9.0.0/16", protocol: "76" },
  },
  {
    name: "one IPv6 host that cannot be reached",
    family: 6,
    given: {
      type: "unreachable",
      dst: "fd09::1",
      dev: "lo",
      protocol: "boot",
      metric: 1024,
      flags: [],
      pref: "medium",
    },
    want: { ...plain, type: "unreachable", destination: "fd09::1/128", device: "lo", protocol: "boot", metric: 1024 },
  },
  {
    name: "an IPv6 default route",
    family: 6,
    given: { dst: "default", gateway: "fe80::1", dev: "br0", protocol: "ra", metric: 1024, flags: [] },
    want: { ...plain, destination: "default", gateway: "fe80::1", device: "br0", protocol: "ra", metric: 1024 },
  },
];

describe("parseRoutes", () => {
  for (const { name, family, given, want } of cases) {
    it(`reads ${name}`, () => assert.deepEqual(parseRoutes(JSON.stringify([given]), family), [want]));
  }

  it("reads what ip prints of an empty table", () => {
    assert.deepEqual(
      ["", "[]", "[ ]"].map((text) => parseRoutes(text, 4)),
      [[], [], []],
    );
  });
});
