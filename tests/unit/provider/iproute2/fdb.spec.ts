import assert from "node:assert/strict";
import { parseFdb } from "../../../../provider/iproute2/fdb";

const MAC = "02:00:00:00:00:05";
const self = ["self"];

describe("parseFdb", () => {
  it("reads what somebody has set, with all that tells it from others", () => {
    // As iproute2 6.1 prints it.
    const told = [
      { mac: MAC, dst: "10.0.0.8", port: 4790, vni: 7, viaIf: "eth0", flags: self, state: "permanent" },
      { mac: "02:00:00:00:00:02", dst: "10.0.0.8", flags: self, state: "static" },
      { mac: "00:00:00:00:00:00", dst: "fd00::7", flags: self, state: "permanent" },
    ];
    assert.deepEqual(parseFdb(JSON.stringify(told)), [
      { mac: MAC, remote: "10.0.0.8", beyond: ["port", "4790", "vni", "7", "via", "eth0"] },
      { mac: "02:00:00:00:00:02", remote: "10.0.0.8", beyond: [] },
      { mac: "00:00:00:00:00:00", remote: "fd00::7", beyond: [] },
    ]);
  });

  for (const { name, entry } of [
    { name: "is learned", entry: { dst: "10.0.0.8", flags: self, state: "" } },
    { name: "is taught", entry: { dst: "10.0.0.8", flags: ["self", "extern_learn"], state: "permanent" } },
    { name: "goes by nexthops", entry: { nhid: 5, flags: self, state: "permanent" } },
    { name: "is the bridge's", entry: { flags: [], master: "br0", state: "permanent" } },
  ]) {
    it(`leaves out what ${name}`, () => assert.deepEqual(parseFdb(JSON.stringify([{ mac: MAC, ...entry }])), []));
  }
});
