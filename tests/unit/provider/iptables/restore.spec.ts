import assert from "node:assert/strict";
import { LinuxnetError } from "../../../../provider/errors";
import type { Chain } from "../../../../provider/iptables/chains";
import { type Marker, restoreText, type Wanted } from "../../../../provider/iptables/restore";
import { parseSave } from "../../../../provider/iptables/save";

const owner = "0123456789abcdef";
const other = "fedcba9876543210";
const FWD = `LN-FWD-${owner}`;
const SNAT = `LN-SNAT-${owner}`;
const hook = (chain: string): string => `-m comment --comment "linuxnet:${chain.slice(-16)}" -j ${chain}`;
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
const WAS = "LN-WAS-ip_forward-0";
const mark = (isWanted: boolean, ...rules: string[]): Marker => ({
  chain: { family: 4, table: "filter", name: WAS, hooks: [], rules },
  isWanted,
});
const remembered = '-i eth0 -m comment --comment "forwarding=1"';
const shut: Chain = { ...guard, name: "LN-WAS-route_localnet-0" };
const switchHook = `-m comment --comment "linuxnet:switch" -j ${shut.name}`;

/** A filter table with these lines, and below them a firewall's own chain and rules. */
const filter = (...lines: string[]): string =>
  [
    ...["*filter", ":INPUT ACCEPT [0:0]", ":FORWARD DROP [0:0]", ":OUTPUT ACCEPT [0:0]", ":DOCKER - [0:0]"],
    ...lines.filter((line) => line.startsWith(":")),
    ...lines.filter((line) => !line.startsWith(":")),
    ...["-A FORWARD -j DOCKER", "-A FORWARD -o docker0 -j ACCEPT", "-A DOCKER -j RETURN"],
    "COMMIT\n",
  ].join("\n");
const standing = filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, `-A ${FWD} -i old -j ACCEPT`);

const rulesOf = ({ name, rules }: Chain): string[] => rules.map((rule) => `-A ${name} ${rule}`);
/** A chain as iptables-save prints it, hooked, with its own rules or another one. */
const chain = (it: Chain, ...rules: string[]): string[] => [
  `:${it.name} - [0:0]`,
  ...it.hooks.map((builtIn) => `-A ${builtIn} ${hook(it.name)}`),
  ...rulesOf(rules.length === 0 ? it : { ...it, rules }),
];
const goes = ({ name, hooks }: Chain): string[] => [
  ...hooks.map((builtIn) => `-D ${builtIn} ${hook(name)}`),
  ...[`-F ${name}`, `-X ${name}`],
];
const BUILT_IN = ["PREROUTING", "FORWARD", "OUTPUT", "POSTROUTING"].map((name) => `:${name} ACCEPT [0:0]`);
const saved = (raw: string[], filter: string[], nat: string[]): string =>
  Object.entries({ raw, filter, nat })
    .flatMap(([table, lines]) => [`*${table}`, ...BUILT_IN, ...lines, "COMMIT\n"])
    .join("\n");

const cases: { name: string; standing: string; wanted: Wanted[]; markers?: Marker[]; want: string[] }[] = [
  { name: "nothing for an owner without chains", standing: filter(), wanted: [{ owner, chains: [] }], want: [] },
  { name: "nothing for nobody", standing, wanted: [], want: [] },
  {
    name: "a new chain, hooked first",
    standing: filter(),
    wanted: [{ owner, chains: [fwd] }],
    want: ["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "a chain that stands with another rule, not hooked again: both, then what is wanted",
    standing,
    wanted: [{ owner, chains: [fwd] }],
    want: [
      ...["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), `-A ${FWD} -i old -j ACCEPT`, "COMMIT"],
      ...["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), "COMMIT"],
    ],
  },
  {
    name: "a chain that lacks a rule, or has them in another order, in one go",
    standing: filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, `-A ${FWD} -o a -j ACCEPT`),
    wanted: [{ owner, chains: [fwd] }],
    want: ["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), "COMMIT"],
  },
  {
    name: "nothing for a chain that is as wanted",
    standing: filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, ...rulesOf(fwd)),
    wanted: [{ owner, chains: [fwd] }],
    want: [],
  },
  {
    name: "a way that turns elsewhere: opened from its end, and closed once new connections go there",
    standing: saved(chain(guard, "-j OLD"), chain(fwd, "-j OLD"), [...chain(dnat, "-j OLD"), ...chain(snat, "-j OLD")]),
    wanted: [{ owner, chains: [dnat, fwd, snat, guard] }],
    want: [
      ...["*raw", `:${guard.name} - [0:0]`, ...rulesOf(guard), `-A ${guard.name} -j OLD`, "COMMIT"],
      ...["*nat", `:${SNAT} - [0:0]`, ...rulesOf(snat), `-A ${SNAT} -j OLD`, "COMMIT"],
      ...["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), `-A ${FWD} -j OLD`, "COMMIT"],
      ...["*nat", `:${dnat.name} - [0:0]`, ...rulesOf(dnat), "COMMIT"],
      ...["*filter", `:${FWD} - [0:0]`, ...rulesOf(fwd), "COMMIT"],
      ...["*nat", `:${SNAT} - [0:0]`, ...rulesOf(snat), "COMMIT"],
      ...["*raw", `:${guard.name} - [0:0]`, ...rulesOf(guard), "COMMIT"],
    ],
  },
  {
    name: "the removal of a way, whose guard goes last",
    standing: saved(chain(guard), chain(fwd), [...chain(dnat), ...chain(snat)]),
    wanted: [{ owner, chains: [] }],
    want: [
      ...["*filter", ...goes(fwd), "COMMIT"],
      ...["*nat", ...goes(dnat), ...goes(snat), "COMMIT"],
      ...["*raw", ...goes(guard), "COMMIT"],
    ],
  },
  {
    name: "a new chain, hooked behind ours of lower rank",
    standing: filter(`:${others.name} - [0:0]`, `-A FORWARD ${hook(others.name)}`, `-A ${others.name} -j ACCEPT`),
    wanted: [{ owner, chains: [{ ...fwd, name: `LN-NET-${owner}`, rules: [] }] }],
    want: ["*filter", `:LN-NET-${owner} - [0:0]`, `-I FORWARD 2 ${hook(`LN-NET-${owner}`)}`, "COMMIT"],
  },
  {
    name: "a hook that somebody removed",
    standing: filter(`:${FWD} - [0:0]`),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "one hook of three",
    standing: filter(`:${FWD} - [0:0]`, ...Array<string>(3).fill(`-A FORWARD ${hook(FWD)}`)),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", ...Array<string>(3).fill(`-D FORWARD ${hook(FWD)}`), `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "no hook in a chain where it does not belong",
    standing: filter(`:${FWD} - [0:0]`, `-A FORWARD ${hook(FWD)}`, `-A INPUT ${hook(FWD)}`),
    wanted: [{ owner, chains: [{ ...fwd, rules: [] }] }],
    want: ["*filter", `-D INPUT ${hook(FWD)}`, "COMMIT"],
  },
  {
    name: "the removal of hooks, rules and chain",
    standing,
    wanted: [{ owner, chains: [] }],
    want: ["*filter", `-D FORWARD ${hook(FWD)}`, `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
  },
  {
    name: "the removal of a rule of somebody else's never, though it jumps there",
    standing: filter(`:${FWD} - [0:0]`, `-A DOCKER -p tcp -j ${FWD}`),
    wanted: [{ owner, chains: [] }],
    want: ["*filter", `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
  },
  {
    name: "the removal of another owner's chain never",
    standing: filter(`:${others.name} - [0:0]`, `-A FORWARD ${hook(others.name)}`, `-A ${others.name} -j ACCEPT`),
    wanted: [{ owner, chains: [] }],
    want: [],
  },
  {
    name: "a new way, first what shuts it, then from its end to its beginning",
    standing: "",
    wanted: [{ owner, chains: [dnat, { ...fwd, rules: [] }, guard, snat] }],
    want: [
      ...["*raw", `:${guard.name} - [0:0]`, ...rulesOf(guard), `-I PREROUTING 1 ${hook(guard.name)}`, "COMMIT"],
      ...["*nat", `:${SNAT} - [0:0]`, ...rulesOf(snat), `-I POSTROUTING 1 ${hook(SNAT)}`, "COMMIT"],
      ...["*filter", `:${FWD} - [0:0]`, `-I FORWARD 1 ${hook(FWD)}`, "COMMIT"],
      ...["*nat", `:${dnat.name} - [0:0]`, ...rulesOf(dnat)],
      ...[`-I PREROUTING 1 ${hook(dnat.name)}`, `-I OUTPUT 1 ${hook(dnat.name)}`, "COMMIT"],
    ],
  },
  {
    name: "many owners in one commit, chains declared before any rule",
    standing: filter(),
    wanted: [
      { owner, chains: [fwd] },
      { owner: other, chains: [others] },
    ],
    want: [
      ...["*filter", `:${FWD} - [0:0]`, `:${others.name} - [0:0]`, ...rulesOf(fwd), `-I FORWARD 1 ${hook(FWD)}`],
      ...[...rulesOf(others), `-I FORWARD 1 ${hook(others.name)}`, "COMMIT"],
    ],
  },
  {
    name: "a chain for one that goes",
    standing,
    wanted: [{ owner, chains: [snat] }],
    want: [
      ...["*nat", `:${SNAT} - [0:0]`, `-A ${SNAT} -j MASQUERADE`, `-I POSTROUTING 1 ${hook(SNAT)}`, "COMMIT"],
      ...["*filter", `-D FORWARD ${hook(FWD)}`, `-F ${FWD}`, `-X ${FWD}`, "COMMIT"],
    ],
  },
  {
    name: "a marker that is new",
    standing: filter(),
    wanted: [],
    markers: [mark(true)],
    want: ["*filter", `:${WAS} - [0:0]`, "COMMIT"],
  },
  {
    name: "a marker that remembers more than its name",
    standing: filter(),
    wanted: [],
    markers: [mark(true, remembered)],
    want: ["*filter", `:${WAS} - [0:0]`, `-A ${WAS} ${remembered}`, "COMMIT"],
  },
  {
    name: "a marker that guards, with its hook",
    standing: "",
    wanted: [],
    markers: [{ chain: shut, isWanted: true }],
    want: ["*raw", `:${shut.name} - [0:0]`, ...rulesOf(shut), `-I PREROUTING 1 ${switchHook}`, "COMMIT"],
  },
  {
    name: "a marker that goes",
    standing: filter(`:${WAS} - [0:0]`, `-A ${WAS} ${remembered}`),
    wanted: [],
    markers: [mark(false)],
    want: ["*filter", `-F ${WAS}`, `-X ${WAS}`, "COMMIT"],
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
