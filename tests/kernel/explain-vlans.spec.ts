import assert from "node:assert/strict";
import { succeeds } from "../support/command";
import type { Case } from "../support/explain-cases";
import { itIsSo } from "../support/explain-check";
import { bridged, build } from "../support/explain-network";
import { proven } from "../support/explained";
import { standingOf, wipe } from "../support/wipe";

const hasVlans = succeeds("unshare --net -- ip link add br0 type bridge vlan_filtering 1".split(" "));

/** All in VLAN 1. */
const NETWORK = bridged(" vlan_filtering 1");

const moved = (device: string, vid: number): string => `
bridge vlan del dev ${device} vid 1
bridge vlan add dev ${device} vid ${vid} pvid untagged`;

/** An interface of ns0 for VLAN 10, and ns1 in that VLAN. */
const TRUNK = `
ip -n ns0 link add link ceth0 name ceth0.10 type vlan id 10
ip -n ns0 addr add 10.0.1.2/24 dev ceth0.10
ip -n ns0 link set ceth0.10 up
ip -n ns1 addr add 10.0.1.3/24 dev ceth1
${moved("veth1", 10)}`;

const HOST_IN_10 = `
ip link add link br0 name br0.10 type vlan id 10
ip addr add 10.0.1.1/24 dev br0.10
ip link set br0.10 up
ip -n ns1 addr add 10.0.1.3/24 dev ceth1
${moved("veth1", 10)}`;

const FILTERED = { reason: "filtered", at: "host", fix: 0 } as const;

const CASES: Case[] = [
  { what: "in the default VLAN", from: "ns0", to: "10.0.0.3" },
  { what: "to the host in the default VLAN", from: "ns0", to: "10.0.0.1" },
  { what: "in another VLAN, both", broken: moved("veth0", 10) + moved("veth1", 10), from: "ns0", to: "10.0.0.3" },
  {
    what: "VLANs of a bridge that does not filter",
    broken: `${moved("veth1", 20)}\nip link set br0 type bridge vlan_filtering 0`,
    ...{ from: "ns0", to: "10.0.0.3" },
  },
  {
    what: "another VLAN than that of the neighbour",
    broken: moved("veth1", 20),
    ...{ from: "ns0", to: "10.0.0.3", ...FILTERED, text: /^veth1 is no member of VLAN 1,/ },
  },
  {
    what: "a port without a PVID",
    broken: "bridge vlan del dev veth0 vid 1",
    ...{ from: "ns0", to: "10.0.0.3", ...FILTERED, text: /^veth0 takes no frames without a tag: it has no PVID$/ },
  },
  {
    what: "a bridge that is not in the VLAN itself",
    broken: "bridge vlan del dev br0 vid 1 self",
    ...{ from: "ns0", to: "10.0.0.1", ...FILTERED, text: /^br0 is no member of VLAN 1,/ },
  },
  {
    what: "a bridge that has no PVID itself",
    broken: "bridge vlan del dev br0 vid 1 self",
    ...{ from: "host", to: "10.0.0.2", ...FILTERED, text: /^br0 takes no frames without a tag/ },
  },
  {
    what: "a tag that the neighbour does not know",
    broken: "bridge vlan add dev veth1 vid 1 pvid",
    ...{ from: "ns0", to: "10.0.0.3", ...FILTERED, at: "ns1", text: /^frames come to ceth1 with the tag of VLAN 1,/ },
  },
  {
    what: "an answer in another VLAN",
    broken: `bridge vlan add dev veth1 vid 1 untagged\nbridge vlan add dev veth1 vid 20 pvid untagged`,
    ...{ from: "ns0", to: "10.0.0.3", ...FILTERED, text: /^10\.0\.0\.3 is asked .*: veth0 is no member of VLAN 20,/ },
  },
  {
    what: "with a tag, to one without",
    broken: `${TRUNK}\nbridge vlan add dev veth0 vid 10`,
    ...{ from: "ns0", to: "10.0.1.3" },
  },
  {
    what: "without a tag, to one with it",
    broken: `${TRUNK}\nbridge vlan add dev veth0 vid 10`,
    ...{ from: "ns1", to: "10.0.1.2" },
  },
  {
    what: "a trunk that lacks the VLAN of the tag",
    broken: TRUNK,
    ...{ from: "ns0", to: "10.0.1.3", ...FILTERED, text: /^veth0 is no member of VLAN 10,/ },
  },
  {
    what: "a trunk that lacks the VLAN of the neighbour's tag",
    broken: TRUNK,
    ...{ from: "ns1", to: "10.0.1.2", ...FILTERED, text: /^veth0 is no member of VLAN 10,/ },
  },
  {
    what: "to the host's interface of a VLAN",
    broken: `${HOST_IN_10}\nbridge vlan add dev br0 vid 10 self`,
    ...{ from: "ns1", to: "10.0.1.1" },
  },
  {
    what: "a bridge that lacks the VLAN of its interface",
    broken: HOST_IN_10,
    ...{ from: "host", to: "10.0.1.3", ...FILTERED, text: /^br0 is no member of VLAN 10,/ },
  },
];

describe("explain, with VLANs", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  afterEach(() => wipe(before));

  for (const each of CASES) {
    const { what, broken = "", from, to, reason } = each;
    it(`${reason ?? "arrives"}: ${what}`, async () => {
      if (!hasVlans) return console.log("not checked, because this kernel's bridges have no VLANs");
      build(`${NETWORK}\n${broken}`);
      const proof = await proven(from, to);
      assert.ok(proof.agrees, JSON.stringify(proof, undefined, 1));
      await itIsSo(each);
    });
  }
});
