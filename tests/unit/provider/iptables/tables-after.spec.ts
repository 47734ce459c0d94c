import assert from "node:assert/strict";
import type { Chain } from "../../../../provider/iptables/chains";
import { tablesAfter } from "../../../../provider/iptables/restore";
import { parseSave } from "../../../../provider/iptables/save";

const [owner, other] = ["0123456789abcdef", "fedcba9876543210"];
const standing = `*filter\n:FORWARD DROP [0:0]\n:DOCKER - [0:0]\n:LN-FWD-${owner} - [0:0]\n-A DOCKER -j RETURN\nCOMMIT\n`;
const snat: Chain = { family: 4, table: "nat", name: `LN-SNAT-${owner}`, hooks: ["POSTROUTING"], rules: ["-j X"] };
const fwd: Chain = { family: 4, table: "filter", name: `LN-FWD-${other}`, hooks: ["FORWARD"], rules: ["-j X"] };

describe("tablesAfter", () => {
  it("knows which chains stand then, and leaves what stands now", () => {
    const before = parseSave(standing);
    const after = tablesAfter(
      [
        { owner, chains: [snat] },
        { owner: other, chains: [fwd] },
      ],
      before,
    );
    const names = [...after].map(([table, chains]) => [table, [...chains.keys()]]);
    assert.deepEqual(names, [
      ["filter", ["FORWARD", "DOCKER", fwd.name]],
      ["nat", [snat.name]],
    ]);
    assert.deepEqual(before, parseSave(standing));
  });
});
