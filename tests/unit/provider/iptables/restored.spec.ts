import assert from "node:assert/strict";
import { restored } from "../../../../provider/iptables/restored";
import { parseSave, saveText } from "../../../../provider/iptables/save";

const STANDING =
  "*filter\n:FORWARD - [0:0]\n:OLD - [0:0]\n-A FORWARD -j OLD\n-A FORWARD -j ACCEPT\n-A OLD -j DROP\nCOMMIT\n";

const cases: { name: string; lines: string[]; want: string[] }[] = [
  { name: "nothing", lines: [], want: [":FORWARD", ":OLD", "FORWARD -j OLD", "FORWARD -j ACCEPT", "OLD -j DROP"] },
  {
    name: "a new chain, hooked first",
    lines: [":NEW - [0:0]", "-A NEW -j ACCEPT", "-I FORWARD 1 -j NEW"],
    want: [
      ...[":FORWARD", ":OLD", ":NEW"],
      ...["FORWARD -j NEW", "FORWARD -j OLD", "FORWARD -j ACCEPT", "OLD -j DROP", "NEW -j ACCEPT"],
    ],
  },
  {
    name: "a chain that is filled anew, and hooked last as well",
    lines: [":OLD - [0:0]", "-A OLD -s 10.0.0.0/24 -j DROP", "-A FORWARD -j OLD"],
    want: [
      ...[":FORWARD", ":OLD"],
      ...["FORWARD -j OLD", "FORWARD -j ACCEPT", "FORWARD -j OLD", "OLD -s 10.0.0.0/24 -j DROP"],
    ],
  },
  {
    name: "rules at their numbers, and behind the last",
    lines: [":NEW - [0:0]", "-D FORWARD -j ACCEPT", "-I FORWARD 2 -j NEW", "-I FORWARD 2 -s 10.0.0.0/24 -j DROP"],
    want: [
      ...[":FORWARD", ":OLD", ":NEW", "FORWARD -j OLD", "FORWARD -s 10.0.0.0/24 -j DROP", "FORWARD -j NEW"],
      "OLD -j DROP",
    ],
  },
  {
    name: "a chain that goes",
    lines: ["-D FORWARD -j OLD", "-F OLD", "-X OLD"],
    want: [":FORWARD", "FORWARD -j ACCEPT"],
  },
  {
    name: "a rule that is not there to be deleted",
    lines: ["-D FORWARD -j NEW"],
    want: [":FORWARD", ":OLD", "FORWARD -j OLD", "FORWARD -j ACCEPT", "OLD -j DROP"],
  },
];

describe("restored", () => {
  for (const { name, lines, want } of cases) {
    it(name, () => {
      const text = saveText(restored(parseSave(STANDING), `*filter\n${lines.join("\n")}\nCOMMIT\n`));
      const told = text.split("\n").slice(1, -2);
      assert.deepEqual(
        told.map((line) => line.replace(/^-A | - \[0:0\]$/g, "")),
        want,
      );
    });
  }

  it("makes a table that nothing has touched yet, and leaves what it was given as it was", () => {
    const standing = parseSave(STANDING);
    const after = restored(standing, "*nat\n:NEW - [0:0]\n-I POSTROUTING 1 -j NEW\nCOMMIT\n");
    assert.equal(
      saveText(after),
      `${STANDING}*nat\n:NEW - [0:0]\n:POSTROUTING - [0:0]\n-A POSTROUTING -j NEW\nCOMMIT\n`,
    );
    assert.equal(saveText(standing), STANDING);
  });
});
