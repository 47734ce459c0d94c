import assert from "node:assert/strict";
import type { Link } from "../../../../provider/iproute2/links";
import type { PortVlan } from "../../../../provider/iproute2/vlans";
import { likenedVlans, toldVlans, type Vlan } from "../../../../provider/resources/vlans";
import { checked, createPlan, type Inputs, reasons, updatePlan } from "../../../support/plan";

const pair = (end: Inputs = {}): Inputs => ({ name: "veth0", master: "br0", ...end, peer: { name: "ceth0" } });
const bridge = (inputs: Inputs = {}): Inputs => ({ name: "br0", forward: false, ...inputs });

/** The lines that have to do with VLANs. */
function vlanLines(plan: string[]): string[] {
  return plan.filter((line) => /^bridge |nomaster| type bridge .*vlan/.test(line));
}

const trunk = { vlans: [{ vid: "10-20" }, { vid: 1, pvid: true, untagged: true }] };
const trunkLines = ["bridge vlan add dev veth0 vid 10-20", "bridge vlan add dev veth0 vid 1 pvid untagged"];

/** `stands` tells the VLANs of each link where the state does not. */
interface Change {
  name: string;
  kind: "bridge" | "vethPair";
  from: Inputs;
  to: Inputs;
  stands?: Record<string, PortVlan[]>;
  want: string[];
}

const one: PortVlan = { vid: 1, pvid: true, untagged: true };

const changes: Change[] = [
  { name: "none to none", kind: "vethPair", from: pair(), to: pair(), want: [] },
  {
    name: "declared anew: what stands stays, and all others go last",
    kind: "vethPair",
    from: pair(),
    to: pair(trunk),
    stands: { veth0: [one, { vid: 5, pvid: false, untagged: true }] },
    want: ["bridge vlan add dev veth0 vid 10-20", "bridge vlan del dev veth0 vid 5"],
  },
  { name: "the same", kind: "vethPair", from: pair(trunk), to: pair(trunk), want: [] },
  {
    name: "one more and some less: what is new comes first",
    kind: "vethPair",
    from: pair(trunk),
    to: pair({ vlans: [{ vid: "12-14" }, { vid: 30 }, { vid: 1, pvid: true, untagged: true }] }),
    want: [
      "bridge vlan add dev veth0 vid 30",
      "bridge vlan del dev veth0 vid 10-11",
      "bridge vlan del dev veth0 vid 15-20",
    ],
  },
  {
    name: "another flag",
    kind: "vethPair",
    from: pair({ vlans: [{ vid: 10, untagged: true }] }),
    to: pair({ vlans: [{ vid: 10, pvid: true, untagged: true }] }),
    want: ["bridge vlan add dev veth0 vid 10 pvid untagged"],
  },
  {
    name: "all of them taken away",
    kind: "vethPair",
    from: pair(trunk),
    to: pair({ vlans: [] }),
    want: ["bridge vlan del dev veth0 vid 1", "bridge vlan del dev veth0 vid 10-20"],
  },
  {
    name: "no longer declared: a port begins anew",
    kind: "vethPair",
    from: pair(trunk),
    to: pair(),
    want: ["ip link set dev veth0 nomaster"],
  },
  {
    name: "at another bridge, where nothing is known",
    kind: "vethPair",
    from: pair(trunk),
    to: pair({ ...trunk, master: "br1" }),
    want: ["bridge vlan del dev veth0 vid 1-4094", ...trunkLines],
  },
  {
    name: "switched on",
    kind: "bridge",
    from: bridge(),
    to: bridge({ vlanFiltering: true, vlanDefaultPvid: 0 }),
    want: ["ip link set dev br0 type bridge stp_state 0 vlan_filtering 1 vlan_default_pvid 0"],
  },
  {
    name: "of the bridge itself",
    kind: "bridge",
    from: bridge({ vlanFiltering: true }),
    to: bridge({ vlanFiltering: true, vlans: [{ vid: 10, pvid: true }] }),
    stands: { br0: [one] },
    want: ["bridge vlan add dev br0 vid 10 pvid self", "bridge vlan del dev br0 vid 1 self"],
  },
  {
    name: "another default, which is not for ports that have others",
    kind: "bridge",
    from: bridge({ vlanFiltering: true, vlanDefaultPvid: 0, vlans: [one] }),
    to: bridge({ vlanFiltering: true, vlanDefaultPvid: 7, vlans: [one] }),
    stands: { veth0: [], veth1: [{ ...one, vid: 10 }], veth2: [{ vid: 7, pvid: false, untagged: false }] },
    want: [
      "ip link set dev br0 type bridge stp_state 0 vlan_default_pvid 7",
      "bridge vlan add dev br0 vid 1 pvid untagged self",
      "bridge vlan del dev br0 vid 7 self",
      "bridge vlan add dev veth1 vid 10 pvid untagged",
      "bridge vlan del dev veth1 vid 7",
    ],
  },
  {
    name: "no default any more",
    kind: "bridge",
    from: bridge({ vlanFiltering: true, vlans: [one] }),
    to: bridge({ vlanFiltering: true, vlanDefaultPvid: 0, vlans: [one] }),
    stands: { veth0: [one], veth1: [one, { vid: 2, pvid: false, untagged: false }] },
    want: [
      "ip link set dev br0 type bridge stp_state 0 vlan_default_pvid 0",
      "bridge vlan add dev br0 vid 1 pvid untagged self",
      "bridge vlan add dev veth1 vid 1 pvid untagged",
    ],
  },
  {
    name: "of the bridge no longer declared: it gets a new one's back",
    kind: "bridge",
    from: bridge({ vlanFiltering: true, vlanDefaultPvid: 5, vlans: [{ vid: 10, pvid: true }] }),
    to: bridge({ vlanFiltering: true, vlanDefaultPvid: 5 }),
    want: ["bridge vlan add dev br0 vid 5 pvid untagged self", "bridge vlan del dev br0 vid 10 self"],
  },
];

describe("VLANs", () => {
  for (const { name, kind, from, to, stands = {}, want } of changes) {
    it(`change: ${name}`, async () => {
      const links = Object.keys(stands).map((port) => ({ name: port, master: "br0" }) as Link);
      const view = {
        links: () => Promise.resolve(links),
        vlans: (_namespace: string | undefined, device: string) => Promise.resolve(stands[device] ?? []),
      };
      const lines = vlanLines(await updatePlan(kind, from, to, view));
      assert.deepEqual(lines, want);
    });
  }

  it("and options of a port are nothing where none is named", () => {
    assert.equal("bridgePort" in checked("vethPair", pair({ bridgePort: {} })), false);
  });

  it("of a new bridge come with it", () => {
    const lines = vlanLines(createPlan("bridge", bridge({ vlanFiltering: true, vlans: [{ vid: 7 }] })));
    assert.deepEqual(lines, [
      "ip link add name br0 address 02:df:81:a0:34:d9 mtu 1499 type bridge stp_state 0 vlan_filtering 1",
      "bridge vlan del dev br0 vid 1-4094 self",
      "bridge vlan add dev br0 vid 7 self",
    ]);
  });

  for (const { name, kind, inputs, want } of [
    {
      name: "one twice",
      kind: "vethPair",
      inputs: pair({ vlans: [{ vid: "2-4" }, { vid: 3 }] }),
      want: "vlans[1].vid: expected each VLAN once, got 3",
    },
    {
      name: "two that take what has no tag",
      kind: "vethPair",
      inputs: pair({
        vlans: [
          { vid: 2, pvid: true },
          { vid: 3, pvid: true },
        ],
      }),
      want: "vlans[1].pvid: expected one VLAN at most that has it, and no range, got true",
    },
    {
      name: "a range backwards",
      kind: "vethPair",
      inputs: pair({ vlans: [{ vid: "20-10" }] }),
      want: 'vlans[0].vid: expected a VLAN from 1 to 4094, or a range such as "10-20", got "20-10"',
    },
    {
      name: "without a master",
      kind: "vethPair",
      inputs: { name: "veth0", vlans: [{ vid: 2 }], peer: { name: "ceth0" } },
      want: "vlans: expected a master with it, got [ { vid: 2, pvid: false, untagged: false } ]",
    },
    {
      name: "a port's options without a master",
      kind: "vethPair",
      inputs: { name: "veth0", peer: { name: "ceth0", bridgePort: { learning: false } } },
      want: "peer.bridgePort: expected a master with it, got { learning: false }",
    },
    {
      name: "of a bridge that keeps no port to its own",
      kind: "bridge",
      inputs: bridge({ vlanDefaultPvid: 5 }),
      want: "vlanDefaultPvid: expected vlanFiltering: true with it, got 5",
    },
  ] as const) {
    it(`refuse ${name}`, () => assert.deepEqual(reasons(kind, inputs), [want]));
  }

  it("that stand are told by ranges", () => {
    const vlan = (vid: number, pvid = false, untagged = false) => ({ vid, pvid, untagged });
    assert.deepEqual(toldVlans([vlan(1, true, true), vlan(10), vlan(11), vlan(12), vlan(14), vlan(15, false, true)]), [
      vlan(1, true, true),
      vlan(15, false, true),
      { vid: "10-12", pvid: false, untagged: false },
      vlan(14),
    ]);
  });

  it("are told in the words of those that are the same", () => {
    const plain = (vid: number | string): Vlan => ({ vid, pvid: false, untagged: false });
    const others = [plain(12), plain("10-11")];
    assert.equal(likenedVlans([plain("10-12")], others), others);
    const some = [plain("10-13")];
    assert.equal(likenedVlans(some, others), some);
  });
});
