import assert from "node:assert/strict";
import fc from "fast-check";
import { lookUp } from "../../../../provider/look-up";
import type { Tables } from "../../../../provider/iptables/chains";
import { parseSave } from "../../../../provider/iptables/save";
import type { View } from "../../../../provider/resources/spec";
import { RIGHT } from "../../../support/arbitraries/kinds";
import type { Places } from "../../../support/arbitraries/world";
import { checked, type Inputs, OTHER, OWNER, specOf } from "../../../support/plan";

type RuleKind = "masquerade" | "portForward";

const seeing = (tables: Tables, family = 4): View => {
  const none: Tables = new Map();
  return { tables: (_place: unknown, it: number) => Promise.resolve(it === family ? tables : none) } as unknown as View;
};

/** The tables that hold what the creation of a resource writes. */
function tablesOf(kind: RuleKind, inputs: Inputs): { tables: Tables; family: number; text: string } {
  const steps = specOf(kind).create(inputs as never);
  const chains = steps.flatMap((step) => (step.tool === "iptables" ? step.chains : []));
  const tables: Tables = new Map();
  for (const { table, name, rules } of chains) {
    tables.set(table, (tables.get(table) ?? new Map<string, string[]>()).set(name, [...rules]));
  }
  return { tables, family: chains[0]?.family ?? 4, text: JSON.stringify(chains) };
}

describe("rules of linuxnet", () => {
  for (const kind of ["masquerade", "portForward"] as const) {
    it(`tell the ${kind} that wrote them, whoever's`, async () => {
      const spec = specOf(kind);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom<Places>([undefined, "lab"], ["lab", undefined]).chain(RIGHT[kind]),
          fc.constantFrom(OWNER, OTHER),
          async ({ given }, mark) => {
            const inputs = checked(kind, { ...given, owner: mark }) as unknown as Inputs;
            const { tables, family, text } = tablesOf(kind, inputs);
            const found = await lookUp(spec, seeing(tables, family), spec.id(inputs as never), OWNER);
            assert.deepEqual(found?.imported, mark === OWNER ? undefined : { mark });
            const { imported: _imported, ...state } = found as unknown as Inputs;
            // Where two spellings mean the same rules, either is right.
            assert.equal(tablesOf(kind, { ...state, owner: mark }).text, text);
          },
        ),
      );
    });
  }
});

const MASQUERADE = "-s 10.0.0.0/24 -o eth0 -j MASQUERADE";
const THERE = "-i br0 -o eth0 -j ACCEPT";
const BACK = "-i eth0 -o br0 -m state --state RELATED,ESTABLISHED -j ACCEPT";
const DNAT = "-d 192.0.2.1/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080";
const BUILT_IN = ["PREROUTING", "OUTPUT", "POSTROUTING", "FORWARD"].map((name) => `:${name} - [0:0]\n`).join("");

/** Rules after `TABLE CHAIN`. */
function saved(rules: readonly string[]): Tables {
  const of = (table: string): string =>
    `*${table}\n${BUILT_IN}${rules
      .filter((text) => text.startsWith(`${table} `))
      .map((text) => `-A ${text.slice(table.length + 1)}\n`)
      .join("")}COMMIT\n`;
  return parseSave(of("nat") + of("filter"));
}

const masquerade = { owner: OWNER, source: "10.0.0.0/24", outInterface: "eth0" };
const forward = {
  ...{ owner: OWNER, hostAddress: "192.0.2.1", hostPort: 80, protocol: "tcp" },
  ...{ targetAddress: "10.0.0.2", targetPort: 8080 },
};
const both = (rule: string): string[] => [`nat PREROUTING ${rule}`, `nat OUTPUT ${rule}`];
const cases: {
  name: string;
  kind: RuleKind;
  id: string;
  rules: string[];
  foreign?: string[];
  want?: Inputs;
  error?: RegExp;
}[] = [
  {
    name: "a masquerade and its accepts, between interfaces",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: [`nat POSTROUTING ${MASQUERADE}`, `filter FORWARD ${THERE}`, `filter FORWARD ${BACK}`],
    want: { ...masquerade, inInterface: "br0", forward: true },
  },
  {
    name: "its accepts by source, with an accept of all answers that is for others as well",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: [
      "nat POSTROUTING -s 10.0.0.0/24 ! -d 10.0.0.0/24 -o eth0 -j SNAT --to-source 192.0.2.1",
      'filter FORWARD -s 10.0.0.0/24 -o eth0 -m comment --comment "way out" -j ACCEPT',
    ],
    foreign: ["filter FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"],
    want: { ...masquerade, toSource: "192.0.2.1", forward: true },
  },
  {
    name: "no accepts that another network may share",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: [`nat POSTROUTING ${MASQUERADE}`],
    foreign: [
      "nat POSTROUTING -s 10.1.0.0/24 -o eth0 -j MASQUERADE",
      `filter FORWARD ${THERE}`,
      `filter FORWARD ${BACK}`,
    ],
    want: { ...masquerade, forward: false },
  },
  {
    name: "no accepts that let strangers in",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: [`nat POSTROUTING ${MASQUERADE}`],
    foreign: [`filter FORWARD ${THERE}`, "filter FORWARD -i eth0 -o br0 -j ACCEPT"],
    want: { ...masquerade, forward: false },
  },
  {
    name: "not what masquerades a network to itself as well",
    ...{ kind: "masquerade", id: "10.0.0.0/24" },
    rules: ["nat POSTROUTING -s 10.0.0.0/24 -j MASQUERADE"],
    error: /do not say what is there: -A POSTROUTING -s 10.0.0.0\/24 -j MASQUERADE/,
  },
  {
    name: "not a range of sources",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: ["nat POSTROUTING -s 10.0.0.0/24 -o eth0 -j SNAT --to-source 192.0.2.1-192.0.2.3"],
    error: /toSource: expected the address of a host/,
  },
  {
    name: "not two translations",
    ...{ kind: "masquerade", id: "10.0.0.0/24@eth0" },
    rules: [`nat POSTROUTING ${MASQUERADE}`, "nat POSTROUTING -s 10.0.0.0/24 -o eth0 -j SNAT --to-source 192.0.2.1"],
    error: /there are two/,
  },
  {
    name: "a forward",
    ...{ kind: "portForward", id: "192.0.2.1:80/tcp" },
    rules: both(DNAT),
    want: forward,
  },
  {
    name: "a forward with its target's network and interface",
    ...{ kind: "portForward", id: "192.0.2.1:80/tcp" },
    rules: [
      ...both(DNAT),
      "nat POSTROUTING -s 10.0.0.0/24 -d 10.0.0.2/32 -p tcp -m tcp --dport 8080 -j MASQUERADE",
      "filter FORWARD -d 10.0.0.2/32 -o br0 -p tcp -m tcp --dport 8080 -m state --state NEW -j ACCEPT",
    ],
    foreign: ["filter FORWARD -d 10.0.0.2/32 -o br0 -p tcp -m tcp --dport 8081 -j ACCEPT"],
    want: { ...forward, targetNetwork: "10.0.0.0/24", outInterface: "br0" },
  },
  {
    name: "a forward of a range that keeps its ports",
    ...{ kind: "portForward", id: ":80-89/tcp" },
    rules: both("-p tcp -m addrtype --dst-type LOCAL -m tcp --dport 80:89 -j DNAT --to-destination 10.0.0.2"),
    want: { owner: OWNER, hostPort: "80-89", protocol: "tcp", targetAddress: "10.0.0.2", targetPort: 80 },
  },
  {
    name: "not a forward of a range to one port",
    ...{ kind: "portForward", id: "192.0.2.1:80-89/tcp" },
    rules: both(DNAT.replace("80 ", "80:89 ")),
    error: /no property can say: -A PREROUTING/,
  },
  {
    name: "not a forward of what only passes by",
    ...{ kind: "portForward", id: ":80/tcp" },
    rules: both("-p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:8080"),
    error: /do not say what is there/,
  },
];

describe("rules made by hand", () => {
  for (const { name, kind, id, rules, foreign = [], want, error } of cases) {
    it(`tell ${name}`, async () => {
      const found = lookUp(specOf(kind), seeing(saved([...rules, ...foreign])), id, OWNER);
      if (error) return assert.rejects(found, error);
      const { imported, ...state } = (await found) as unknown as Inputs;
      assert.deepEqual(JSON.parse(JSON.stringify(state)), want);
      assert.deepEqual(imported, { mark: "", rules });
    });
  }
});
