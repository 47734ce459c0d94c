import assert from "node:assert/strict";
import type { Chain } from "../../../../provider/iptables/chains";
import { chainDrift } from "../../../../provider/iptables/drift";
import { parseSave } from "../../../../provider/iptables/save";
import type { View } from "../../../../provider/resources/spec";

const owner = "0123456789abcdef";
const FWD = `LN-FWD-${owner}`;
const LO = `LN-LO-${owner}`;
const hook = (chain: string): string => `-m comment --comment "linuxnet:${owner}" -j ${chain}`;
const fwd: Chain = {
  family: 4,
  table: "filter",
  name: FWD,
  hooks: ["FORWARD"],
  rules: ["-i a -j ACCEPT", "-o a -j ACCEPT"],
};
const guard: Chain = { family: 4, table: "raw", name: LO, hooks: ["PREROUTING"], rules: ["-j DROP"] };

/** What iptables-save shows: a rule each line. */
const filter = (...rules: string[]): string =>
  ["*filter", ":FORWARD DROP [0:0]", `:${FWD} - [0:0]`, ...rules].join("\n");
const all = [`-A FORWARD ${hook(FWD)}`, `-A ${FWD} -i a -j ACCEPT`, `-A ${FWD} -o a -j ACCEPT`];
const right = filter(...all);
const on = { "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1", "net.ipv4.conf.all.route_localnet": "1" };

interface Case {
  name: string;
  chains?: Chain[];
  save4?: string;
  save6?: string;
  legacy?: string;
  sysctls?: Record<string, string>;
  want: string[] | undefined;
}

const cases: Case[] = [
  { name: "nothing where all stands", want: [] },
  { name: "that it is gone where no chain stands", save4: "*filter\n:FORWARD DROP [0:0]", want: undefined },
  { name: "that it is gone where the namespace is gone", save4: "", sysctls: {}, want: undefined },
  { name: "chains of a family that is not wanted", save6: right, want: [`not wanted: chain ${FWD}`] },
  {
    name: "what a change to another family left where nothing else stands",
    save4: "",
    save6: right,
    want: [
      `chain ${FWD} is missing`,
      ...[`missing: -A ${FWD} -i a -j ACCEPT`, `missing: -A ${FWD} -o a -j ACCEPT`],
      ...[`missing: -A FORWARD ${hook(FWD)}`, `not wanted: chain ${FWD}`],
    ],
  },
  {
    name: "a flushed chain",
    save4: filter(`-A FORWARD ${hook(FWD)}`),
    want: [`missing: -A ${FWD} -i a -j ACCEPT`, `missing: -A ${FWD} -o a -j ACCEPT`],
  },
  {
    name: "a rule that somebody put in",
    save4: `${right}\n-A ${FWD} -j DROP`,
    want: [`not ours: -A ${FWD} -j DROP`],
  },
  {
    name: "rules in another order",
    save4: filter(`-A FORWARD ${hook(FWD)}`, `-A ${FWD} -o a -j ACCEPT`, `-A ${FWD} -i a -j ACCEPT`),
    want: [`in another order: -A ${FWD} -o a -j ACCEPT`],
  },
  {
    name: "a missing hook",
    save4: filter(`-A ${FWD} -i a -j ACCEPT`, `-A ${FWD} -o a -j ACCEPT`),
    want: [`missing: -A FORWARD ${hook(FWD)}`],
  },
  {
    name: "a hook that stands twice",
    save4: `${right}\n-A FORWARD ${hook(FWD)}`,
    want: [`2 times: -A FORWARD ${hook(FWD)}`],
  },
  {
    name: "a rule that stands twice",
    save4: `${right}\n-A ${FWD} -o a -j ACCEPT`,
    want: [`2 times: -A ${FWD} -o a -j ACCEPT`],
  },
  {
    name: "a foreign rule above that decides over the same packets, once",
    save4: filter("-A FORWARD -i a -j DROP", "-A FORWARD -i a -j DROP", "-A FORWARD -i b -o c -j DROP", ...all),
    want: ["shadowed by: -A FORWARD -i a -j DROP"],
  },
  {
    name: "chains that stand in the other backend of iptables",
    save4: "",
    legacy: right,
    want: [
      `chain ${FWD} stands in iptables-legacy`,
      `chain ${FWD} is missing`,
      `missing: -A ${FWD} -i a -j ACCEPT`,
      `missing: -A ${FWD} -o a -j ACCEPT`,
      `missing: -A FORWARD ${hook(FWD)}`,
    ],
  },
  {
    name: "nothing of what others have in the other backend",
    legacy: "*filter\n:FORWARD DROP [0:0]\n:LN-FWD-fedcba9876543210 - [0:0]\n-A FORWARD -j DROP",
    want: [],
  },
  {
    name: "one of two chains that is gone, with its hook and rules",
    chains: [fwd, guard],
    want: [`chain ${LO} is missing`, `missing: -A ${LO} -j DROP`, `missing: -A PREROUTING ${hook(LO)}`],
  },
  {
    name: "a switch that is off",
    sysctls: { ...on, "net.ipv4.ip_forward": "0" },
    want: ["net.ipv4.ip_forward is 0, expected 1"],
  },
  {
    name: "an interface of its rules that does not forward, while the switch is on",
    sysctls: { ...on, "net.ipv4.conf.a.forwarding": "0" },
    want: ["net.ipv4.conf.a.forwarding is 0, expected 1"],
  },
  {
    name: "nothing of interfaces while the switch is off",
    sysctls: { ...on, "net.ipv4.ip_forward": "0", "net.ipv4.conf.a.forwarding": "0" },
    want: ["net.ipv4.ip_forward is 0, expected 1"],
  },
  { name: "a switch that cannot be read", sysctls: {}, want: ["net.ipv4.ip_forward is not readable, expected 1"] },
  {
    name: "no switch that no chain needs",
    chains: [{ ...fwd, name: `LN-BR-${owner}` }],
    save4: right.replaceAll(FWD, `LN-BR-${owner}`),
    sysctls: {},
    want: [],
  },
  {
    name: "each family by itself",
    chains: [fwd, { ...fwd, family: 6 }],
    save6: right,
    save4: filter(`-A ${FWD} -i a -j ACCEPT`, `-A ${FWD} -o a -j ACCEPT`),
    sysctls: { ...on, "net.ipv6.conf.all.forwarding": "0" },
    want: [`missing: -A FORWARD ${hook(FWD)}`, "net.ipv6.conf.all.forwarding is 0, expected 1"],
  },
];

describe("chainDrift", () => {
  for (const { name, chains = [fwd], save4 = right, save6 = "", legacy, sysctls = on, want } of cases) {
    it(`tells ${name}`, async () => {
      const view: Pick<View, "rules" | "sysctls"> = {
        rules: (namespace, family) => {
          assert.equal(namespace, "lab");
          const other = legacy === undefined ? undefined : { tool: "iptables-legacy", tables: parseSave(legacy) };
          return Promise.resolve({ tables: parseSave(family === 4 ? save4 : save6), other });
        },
        sysctls: (_namespace, keys) =>
          Promise.resolve(Object.fromEntries(Object.entries(sysctls).filter(([key]) => keys.includes(key)))),
      };
      assert.deepEqual(await chainDrift(view as View, "lab", owner, chains), want);
    });
  }
});
