import assert from "node:assert/strict";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { parsePolicyRules } from "../../../../provider/iproute2/policy-rules";
import type { View } from "../../../../provider/resources/spec";
import { checked, createPlan, type Inputs, planText, removePlan, specOf, stateOf } from "../../../support/plan";

const MARK = "protocol 76";

/** What is given, the words that make it, and its id. */
const cases: { inputs: Inputs; family?: 4 | 6; words: string; id: string }[] = [
  { inputs: { priority: 100 }, words: "priority 100 from all lookup main", id: "100" },
  {
    inputs: { priority: 100, from: "10.0.0.5/24", table: "254" },
    words: "priority 100 from 10.0.0.0/24 lookup main",
    id: "100",
  },
  {
    inputs: { priority: 7, to: "FD00::1", fwmark: 255, table: 100 },
    family: 6,
    words: "priority 7 from all to fd00::1/128 fwmark 0xff lookup 100",
    id: "7@inet6",
  },
  {
    inputs: { priority: 7, family: 6, inInterface: "lo", outInterface: "eth0", type: "prohibit" },
    family: 6,
    words: "priority 7 from all iif lo oif eth0 prohibit",
    id: "7@inet6",
  },
  {
    inputs: { priority: 9, fwmark: "16/0xF0", suppressPrefixLength: 0 },
    words: "priority 9 from all fwmark 0x10/0xf0 lookup main suppress_prefixlength 0",
    id: "9",
  },
];

const told = (priority: number, src: string, rest: object = {}): object => ({
  ...{ priority, src, table: "100", protocol: "76" },
  ...rest,
});

/** A view of rules that ip tells. */
const viewOf = (...all: object[]): View =>
  ({ policyRules: () => Promise.resolve(parsePolicyRules(JSON.stringify(all))) }) as unknown as View;

describe("rule", () => {
  for (const { inputs, family = 4, words, id } of cases) {
    it(`is made, removed and called: ${words}`, () => {
      assert.deepEqual(createPlan("rule", inputs), [`ip -${family} rule add ${words} ${MARK}`]);
      assert.deepEqual(removePlan("rule", inputs), [
        `ip -${family} rule del priority ${String(inputs.priority)} ${MARK}`,
      ]);
      assert.equal(specOf("rule").id(checked("rule", inputs)), id);
      const placed = { ...inputs, namespace: "lab" };
      assert.match(createPlan("rule", placed).join(), /^nsenter --net=\/run\/netns\/lab -- ip -[46] rule add/);
    });
  }

  it("does not know its family while no network that would tell is known", () => {
    const { family } = checked("rule", { priority: 5, from: UNKNOWN }) as unknown as Inputs;
    assert.equal(family, UNKNOWN);
    const known = checked("rule", { priority: 5, from: UNKNOWN, to: "fd00::/8" }) as unknown as Inputs;
    assert.equal(known.family, 6);
  });

  const [old, wanted] = ["10.1.0.0", "10.2.0.0"].map((src) => told(5, src, { srclen: 16 })) as [object, object];
  const foreign = told(5, "10.3.0.0", { srclen: 16, protocol: "3" });
  const add = `ip -4 rule add priority 5 from 10.2.0.0/16 lookup 100 ${MARK}`;
  const del = `ip -4 rule del priority 5 ${MARK}`;
  const updates: { name: string; standing: object[]; want: string[] }[] = [
    { name: "before it goes", standing: [foreign, old], want: [add, del] },
    { name: "once, though an interrupted change has added it", standing: [old, wanted], want: [del] },
    {
      name: "anew behind what an interrupted change has left",
      standing: [wanted, foreign, old],
      want: [del, add, del],
    },
    { name: "not where it stands", standing: [wanted, foreign], want: [] },
    { name: "where nothing stands", standing: [foreign, told(6, "10.1.0.0")], want: [add] },
  ];
  it("is added behind one that the kernel would take for it, once that is gone", async () => {
    const [from, to] = [{ from: "10.2.0.0/16" }, {}].map((it) => stateOf("rule", { priority: 5, ...it, table: 100 }));
    const steps = await specOf("rule").update(from as never, to as never, viewOf(wanted));
    assert.deepEqual(planText(steps), [del, `ip -4 rule add priority 5 from all lookup 100 ${MARK}`]);
  });

  for (const { name, standing, want } of updates) {
    it(`is added ${name}`, async () => {
      const [from, to] = ["10.1.0.0/16", "10.2.0.0/16"].map((it) =>
        stateOf("rule", { priority: 5, from: it, table: 100 }),
      ) as [never, never];
      assert.deepEqual(planText(await specOf("rule").update(from, to, viewOf(...standing))), want);
    });
  }

  it("is read in numbers, with what no property can say", () => {
    const [found] = parsePolicyRules(
      JSON.stringify([
        {
          ...{
            priority: 8,
            not: null,
            src: "fd00::",
            srclen: 8,
            dst: "fd01::1",
            iif: "a",
            iif_detached: null,
            oif: "b",
          },
          ...{ fwmark: "0", fwmask: "0x5", table: "253", suppress_prefixlen: 3, ipproto: "tcp", protocol: "2" },
        },
      ]),
    );
    assert.deepEqual(found, {
      ...{ priority: 8, from: "fd00::/8", to: "fd01::1/128", inInterface: "a", outInterface: "b", fwmark: "0x0/0x5" },
      ...{ type: "lookup", table: "default", suppressPrefixLength: 3, protocol: "2", beyond: ["not", "ipproto tcp"] },
    });
  });
});
