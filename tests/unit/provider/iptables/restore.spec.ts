import assert from "node:assert/strict";
import { LinuxnetError } from "../../../../provider/errors";
import type { Chain } from "../../../../provider/iptables/chains";
import { type Marker, restoreText, tablesAfter, type Wanted } from "../../../../provider/iptables/restore";
import { parseSave } from "../../../../provider/iptables/save";

const owner = "0123456789ab";
const other = "ba9876543210";
const FWD = `LN-FWD-${owner}`;
const SNAT = `LN-SNAT-${owner}`;
const hook = (chain: string): string => `-m comment --comment "linuxnet:${chain.slice(-12)}" -j ${chain}`;
const fwd: Chain = {
  family: 4,
  table: "filter",
  name: FWD,
  hooks: ["FORWARD"],
  rules: ["-i a -j ACCEPT", "-o a -j ACCEPT"],
};
const snat: Chain = { family: 4, table: "nat", name: SNAT, hooks: ["POSTROUTING"], rules: ["-j MASQUERADE"] };
const dnat: Chain = { ...snat, name: `LN-DNAT-${owner}`, hooks: ["PREROUTING", "OUTPUT"], rules: ["-j DNAT"] };
const guard: Chain = { ...snat, table: "raw", name: `LN-LO-${owner}`, hooks: ["PREROUTING"], rules: ["-j DROP"] };
const others: Chain = { ...fwd, name: `LN-FWD-${other}`, rules: ["-i b -j ACCEPT"] };
const mark = (present: boolean): Marker => ({ table: "filter", name: "LN-WAS-ip_forward-0", present });

/** A filter table with a firewall's own chain and rules, and these lines. */
const filter = (...lines: string[]): string =>
  [
    ...["*filter", ":INPUT ACCEPT [0:0]", ":FORWARD DROP [0:0]", ":OUTPUT ACCEPT [0:0]", ":DOCKER - [0:0]"],
    ...lines.filter((line) => line.startsWith(":")),
    ...["-A FORWARD -j DOCKER", "-A FORWARD -o docker0 -j ACCEPT", "-A DOCKER -j RETURN"],
    ...lines.filter((line) => !line.startsWith(":")),
    "COMMIT\n",
  ].join("\n");
const standing = filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, `-A ${FWD} -i old -j ACCEPT`);

const cases: { name: string; standing: string; wanted: Wanted[]; markers?: Marker[]; want: string[] }[] = [
  { name: "nothing for an owner without chains", standing: filter(), wanted: [{ owner, chains: [] }], want: [] },
  { name: "nothing for nobody", standing, wanted: [], want: [] },
  {
    name: "a new chain, hooked first",
    standing: filter(),
    wanted: [{ owner, chains: [fwd] }],
    want: [
      ...["*filter", `:${FWD} - [0:0]`, `-A ${FWD} -i a -j ACCEPT`, `-A ${FWD} -o a -j ACCEPT`],
      ...[`-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
    ],
  },
  {
    name: "a chain that stands, refilled and not hooked again",
    standing,
    wanted: [{ owner, chains: [fwd] }],
    want: ["*filter", `:${FWD} - [0:0]`, `-A ${FWD} -i a -j ACCEPT`, `-A ${FWD} -o a -j ACCEPT`, "COMMIT"],
  },
  {
    name: "a new chain, hooked last",
    standing: filter(),
    wanted: [{ owner, chains: [{ ...fwd, rules: [], position: "last" }] }],
    want: ["*filter", `:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "a hook that somebody removed",
    standing: filter(`:${FWD} - [0:0]`),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", `:${FWD} - [0:0]`, `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "one hook of three",
    standing: filter(`:${FWD} - [0:0]`, ...Array<string>(3).fill(`-A FORWARD ${hook(FWD)}`)),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", `:${FWD} - [0:0]`, `-D FORWARD ${hook(FWD)}`, `-D FORWARD ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "no hook in a chain where it does not belong",
    standing: filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, `-A INPUT ${hook(FWD)}`),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", `:${FWD} - [0:0]`, `-D INPUT ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "the removal of hooks, rules and chain",
    standing,
    wanted: [{ owner, chains: [] }],
    want: ["*filter", `-D FORWARD ${hook(FWD)}`, `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
  },
  {
    name: "the removal of a rule of somebody else's that jumps to it",
    standing: filter(`:${FWD} - [0:0]`, `-A DOCKER -p tcp -j ${FWD}`),
    wanted: [{ owner, chains: [] }],
    want: ["*filter", `-D DOCKER -p tcp -j ${FWD}`, `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
  },
  {
    name: "the removal of another owner's chain never",
    standing: filter(`:${others.name} - [0:0]`, `-A FORWARD ${hook(others.name)}`, `-A ${others.name} -j ACCEPT`),
    wanted: [{ owner, chains: [] }],
    want: [],
  },
  {
    name: "table by table, first what shuts and then what opens",
    standing: "",
    wanted: [{ owner, chains: [dnat, { ...fwd, rules: [] }, guard] }],
    want: [
      ...[
        "*raw",
        `:${guard.name} - [0:0]`,
        `-A ${guard.name} -j DROP`,
        `-I PREROUTING 1 ${hook(guard.name)}`,
        "COMMIT",
      ],
      ...["*filter", `:${FWD} - [0:0]`, `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
      ...["*nat", `:${dnat.name} - [0:0]`, `-A ${dnat.name} -j DNAT`],
      ...[`-I PREROUTING 1 ${hook(dnat.name)}`, `-I OUTPUT 1 ${hook(dnat.name)}`, "COMMIT"],
    ],
  },
  {
    name: "many owners in one commit, chains declared before any rule",
    standing,
    wanted: [
      { owner, chains: [] },
      { owner: other, chains: [others] },
    ],
    want: [
      ...["*filter", `:${others.name} - [0:0]`, `-D FORWARD ${hook(FWD)}`, `-F ${FWD}`, `-X ${FWD}`],
      ...[`-A ${others.name} -i b -j ACCEPT`, `-I FORWARD 1 ${hook(others.name)}`, "COMMIT"],
    ],
  },
  {
    name: "a chain for one that goes",
    standing,
    wanted: [{ owner, chains: [snat] }],
    want: [
      ...["*filter", `-D FORWARD ${hook(FWD)}`, `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
      ...["*nat", `:${SNAT} - [0:0]`, `-A ${SNAT} -j MASQUERADE`, `-I POSTROUTING 1 ${hook(SNAT)}`, "COMMIT"],
    ],
  },
  {
    name: "a marker that is new",
    standing: filter(),
    wanted: [],
    markers: [mark(true)],
    want: ["*filter", ":LN-WAS-ip_forward-0 - [0:0]", "COMMIT"],
  },
  {
    name: "a marker that goes",
    standing: filter(":LN-WAS-ip_forward-0 - [0:0]"),
    wanted: [],
    markers: [mark(false)],
    want: ["*filter", "-X LN-WAS-ip_forward-0", "COMMIT"],
  },
  {
    name: "nothing for a marker that stands",
    standing: filter(":LN-WAS-ip_forward-0 - [0:0]"),
    wanted: [],
    markers: [mark(true)],
    want: [],
  },
  { name: "nothing for a marker that is gone", standing: "", wanted: [], markers: [mark(false)], want: [] },
];

describe("restoreText", () => {
  for (const { name, standing, wanted, markers, want } of cases) {
    it(`writes ${name}`, () => {
      const text = restoreText(wanted, parseSave(standing), markers);
      assert.equal(text, want.map((line) => `${line}\n`).join(""));
    });
  }

  it("names no chain of anybody else", () => {
    for (const { standing, wanted, markers, want } of cases) {
      if (want.some((line) => line.includes("DOCKER"))) continue;
      assert.doesNotMatch(restoreText(wanted, parseSave(standing), markers), /DOCKER|docker0|:(INPUT|FORWARD|OUTPUT)/);
    }
  });

  for (const rule of ["-j ACCEPT\n-P FORWARD ACCEPT", "-j ACCEPT\0", "-i ä -j ACCEPT", "-j ACCEPT\r"]) {
    it(`refuses ${JSON.stringify(rule)}`, () => {
      assert.throws(
        () => restoreText([{ owner, chains: [{ ...fwd, rules: [rule] }] }], new Map()),
        new LinuxnetError(`a line that iptables-restore cannot carry: ${JSON.stringify(`-A ${FWD} ${rule}`)}`),
      );
    });
  }
});

describe("tablesAfter", () => {
  it("knows which chains stand then, and leaves what stands now", () => {
    const before = parseSave(standing);
    const after = tablesAfter(
      [
        { owner, chains: [snat] },
        { owner: other, chains: [others] },
      ],
      before,
    );
    const names = [...after].map(([table, chains]) => [table, [...chains.keys()]]);
    assert.deepEqual(names, [
      ["filter", ["INPUT", "FORWARD", "OUTPUT", "DOCKER", others.name]],
      ["nat", [SNAT]],
    ]);
    assert.deepEqual(before, parseSave(standing));
  });
});
