import assert from "node:assert/strict";
import {
  address,
  contains,
  destination,
  familyOf,
  interfaceAddress,
  network,
  networkOf,
  partialNetwork,
  withoutLength,
} from "../../../../provider/inputs/addresses";
import { failure } from "../../../../provider/inputs/check";
import { testCheck } from "../../../support/check-table";

const NO_ADDRESS = [
  ["", '""'],
  ["10.0.0.256", '"10.0.0.256"'],
  ["10.0.0", '"10.0.0"'],
  ["010.0.0.1", '"010.0.0.1"'],
  [" 10.0.0.1", '" 10.0.0.1"'],
  ["fe80::1%eth0", '"fe80::1%eth0"'],
  ["1::2::3", '"1::2::3"'],
  ["::ffff:10.0.0.1", '"::ffff:10.0.0.1"'],
  ["::10.0.0.1", '"::10.0.0.1"'],
  ["br0", '"br0"'],
  [10, "10"],
  [true, "true"],
  [["10.0.0.1"], "[ '10.0.0.1' ]"],
] as const;

testCheck("address", {
  check: address,
  valid: [
    ["10.0.0.1", "10.0.0.1"],
    ["127.0.0.1", "127.0.0.1"],
    ["FD00:0:0::0001", "fd00::1"],
    ["::1", "::1"],
    ["fe80::1", "fe80::1"],
  ],
  expected: "the address of a host, such as 10.0.0.1 or fd00::1",
  refused: [
    ...NO_ADDRESS,
    ["10.0.0.1/24", '"10.0.0.1/24"'],
    ["0.0.0.0", '"0.0.0.0"'],
    ["255.255.255.255", '"255.255.255.255"'],
    ["224.0.0.1", '"224.0.0.1"'],
    ["::", '"::"'],
    ["ff02::1", '"ff02::1"'],
  ],
});

for (const [family, text] of [
  [undefined, "an address of br0"],
  [6, "an IPv6 address of br0"],
] as const) {
  testCheck(`address of what has none: ${text}`, {
    check: address,
    valid: [],
    expected: text,
    refused: [[{ addressless: "br0", ...(family ? { family } : {}) }, "nothing"]],
  });
}

testCheck("interfaceAddress", {
  check: interfaceAddress,
  valid: [
    ["10.0.0.1/24", "10.0.0.1/24"],
    ["10.0.0.0/31", "10.0.0.0/31"],
    ["10.0.0.1/32", "10.0.0.1/32"],
    ["FD00::000A/64", "fd00::a/64"],
    ["fd00:0:0:0:0:0:0:1/128", "fd00::1/128"],
  ],
  expected: "an address with its prefix length, such as 10.0.0.1/24 or fd00::1/64",
  refused: [
    ...NO_ADDRESS,
    ["10.0.0.1", '"10.0.0.1"'],
    ["010.0.0.1/24", '"010.0.0.1/24"'],
    ["10.0.0.1/33", '"10.0.0.1/33"'],
    ["10.0.0.1/", '"10.0.0.1/"'],
    ["fd00::1/129", '"fd00::1/129"'],
    ["0.0.0.0/24", '"0.0.0.0/24"'],
    ["224.0.0.1/24", '"224.0.0.1/24"'],
  ],
});

testCheck("interfaceAddress of a network", {
  check: interfaceAddress,
  valid: [],
  expected: "a host's address, not the network's or the broadcast address of 10.0.0.0/24",
  refused: [
    ["10.0.0.0/24", '"10.0.0.0/24"'],
    ["10.0.0.255/24", '"10.0.0.255/24"'],
  ],
});

const NETWORKS = [
  ["10.0.0.0/24", "10.0.0.0/24"],
  ["10.0.0.5/24", "10.0.0.0/24"],
  ["10.0.0.5", "10.0.0.5/32"],
  ["FD00::5/64", "fd00::/64"],
  ["fd00::5", "fd00::5/128"],
  ["::/0", "::/0"],
] as const;

testCheck("network", {
  check: network,
  valid: [...NETWORKS, ["0.0.0.0/0", "0.0.0.0/0"]],
  expected: "a network, such as 10.0.0.0/24 or fd00::/64",
  refused: [...NO_ADDRESS, ["10.0.0.0/33", '"10.0.0.0/33"'], ["default", '"default"']],
});

testCheck("partialNetwork", {
  check: partialNetwork,
  valid: NETWORKS.filter(([, canonical]) => !canonical.endsWith("/0")),
  expected: "a network that is less than all addresses",
  refused: [
    ["0.0.0.0/0", '"0.0.0.0/0"'],
    ["10.0.0.0/0", '"10.0.0.0/0"'],
    ["::/0", '"::/0"'],
  ],
});

testCheck("destination", {
  check: destination,
  valid: [...NETWORKS, ["default", "default"], ["0.0.0.0/0", "default"], ["10.0.0.0/0", "default"]],
  expected: '"default" or a network, such as 10.0.0.0/24',
  refused: [...NO_ADDRESS, ["Default", '"Default"'], ["10.0.0.0/33", '"10.0.0.0/33"']],
});

describe("addresses", () => {
  it("tell family, network and what they contain", () => {
    assert.deepEqual(["10.0.0.1", "fd00::1/64"].map(familyOf), [4, 6]);
    assert.deepEqual(["10.0.0.1/24", "fd00::1/64"].map(withoutLength), ["10.0.0.1", "fd00::1"]);
    assert.deepEqual(["10.0.1.2/23", "fd00::1:2/112"].map(networkOf), ["10.0.0.0/23", "fd00::1:0/112"]);
  });

  for (const [net, address, want] of [
    ["10.0.0.1/24", "10.0.0.255", true],
    ["10.0.0.1/24", "10.0.1.0", false],
    ["fd00::1/64", "fd00::ffff", true],
    ["fd00::1/64", "fd00:0:0:1::1", false],
    ["0.0.0.0/0", "fd00::1", false],
    ["::/0", "10.0.0.1", false],
  ] as const) {
    it(`${net} ${want ? "contains" : "does not contain"} ${address}`, () => assert.equal(contains(net, address), want));
  }

  it("are refused with the whole path", () => {
    assert.deepEqual(failure("peer.addresses[1]", "an address", "x"), {
      property: "peer",
      reason: 'peer.addresses[1]: expected an address, got "x"',
    });
  });
});
