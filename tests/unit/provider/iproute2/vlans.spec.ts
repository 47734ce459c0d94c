import assert from "node:assert/strict";
import { parseAllVlans, parseVlans } from "../../../../provider/iproute2/vlans";

const told = [
  { ifname: "br0", vlans: [{ vlan: 1, flags: ["PVID", "Egress Untagged"] }] },
  { ifname: "veth0", vlans: [{ vlan: 10, flags: ["PVID"] }, { vlan: 11 }, { vlan: 12, flags: ["Egress Untagged"] }] },
];

describe("parseVlans", () => {
  it("reads those of one link", () => {
    assert.deepEqual(parseVlans(JSON.stringify(told), "veth0"), [
      { vid: 10, pvid: true, untagged: false },
      { vid: 11, pvid: false, untagged: false },
      { vid: 12, pvid: false, untagged: true },
    ]);
  });

  it("reads those of all", () => {
    const all = parseAllVlans(JSON.stringify(told));
    assert.deepEqual([...all.keys()], ["br0", "veth0"]);
    assert.deepEqual(all.get("br0"), [{ vid: 1, pvid: true, untagged: true }]);
  });

  for (const { name, json } of [
    { name: "a link without", json: JSON.stringify([{ ifname: "veth1" }]) },
    { name: "a kernel without", json: "[]" },
    { name: "no answer", json: "" },
  ]) {
    it(`reads none from ${name}`, () => assert.deepEqual(parseVlans(json, "veth1"), []));
  }
});
