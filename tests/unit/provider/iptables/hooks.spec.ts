import assert from "node:assert/strict";
import { RANKS } from "../../../../provider/iptables/chains";
import { HookBlocks, type Hook, hookDrift } from "../../../../provider/iptables/hooks";

const [OWNER, OTHER, THIRD] = ["0123456789abcdef", "fedcba9876543210", "00000000000000aa"];
const jump = (owner: string): string => `-m comment --comment "linuxnet:${owner}" -j LN-DNAT-${owner}`;
const NAMED = ["-d 192.168.64.5/32 -p tcp -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2:80"];
const ANY = ["-p tcp -m tcp --dport 80 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.3:80"];

/* PREROUTING in one word a rule: ours, o(ther) and t(hird) hooks, and rules of others that decide over port 80 or not. */
const RULES = {
  named: jump(OWNER),
  any: jump(OWNER),
  otherNamed: jump(OTHER),
  otherAny: jump(OTHER),
  thirdNamed: jump(THIRD),
  drop: "-p tcp -m tcp --dport 80 -j DROP",
  drop81: "-p tcp -m tcp --dport 81 -j DROP",
  log: "-j LOG",
};
type Word = keyof typeof RULES;

const cases: { is: "named" | "any"; standing: string; drift: RegExp[]; becomes: string }[] = [
  { is: "named", standing: "", drift: [/^missing/], becomes: "named" },
  { is: "named", standing: "drop log", drift: [/^missing/], becomes: "named drop log" },
  { is: "any", standing: "drop log", drift: [/^missing/], becomes: "any drop log" },
  { is: "any", standing: "otherNamed drop", drift: [/^missing/], becomes: "otherNamed any drop" },
  { is: "any", standing: "otherAny drop", drift: [/^missing/], becomes: "any otherAny drop" },
  { is: "named", standing: "otherAny drop", drift: [/^missing/], becomes: "named otherAny drop" },
  { is: "named", standing: "named drop", drift: [], becomes: "named drop" },
  { is: "named", standing: "log drop81 named", drift: [], becomes: "log drop81 named" },
  { is: "named", standing: "otherNamed named", drift: [], becomes: "otherNamed named" },
  {
    is: "named",
    standing: "log drop named",
    drift: [/^shadowed by: -A PREROUTING .* 80 -j DROP$/],
    becomes: "named log drop",
  },
  { is: "named", standing: "drop drop named", drift: [/^shadowed/], becomes: "named drop drop" },
  { is: "any", standing: "drop otherNamed any", drift: [/^shadowed/], becomes: "otherNamed any drop" },
  { is: "any", standing: "log otherNamed thirdNamed", drift: [/^missing/], becomes: "otherNamed thirdNamed any log" },
  { is: "named", standing: "named log named", drift: [/^2 times/], becomes: "named log" },
  { is: "named", standing: "otherAny named", drift: [/^on the wrong side of: .*fedcba/], becomes: "named otherAny" },
  {
    is: "any",
    standing: "any otherNamed log",
    drift: [/^on the wrong side of: .*fedcba/],
    becomes: "otherNamed any log",
  },
  { is: "any", standing: "any log otherNamed", drift: [/^on the wrong side of/], becomes: "otherNamed any log" },
];

describe("a hook", () => {
  for (const { is, standing, drift, becomes } of cases) {
    it(`that ${is === "named" ? "names an address" : "means any"} is ${drift.length === 0 ? "left" : "put right"}: ${standing || "nothing stands"}`, () => {
      const words = standing.split(" ").filter(Boolean) as Word[];
      const hook: Hook = {
        rule: jump(OWNER),
        rank: is === "named" ? RANKS.normal : RANKS.anyAddress,
        rules: is === "named" ? NAMED : ANY,
      };
      const chains = new Map<string, string[]>([
        ["PREROUTING", words.map((word) => RULES[word])],
        [`LN-DNAT-${OWNER}`, [...hook.rules]],
        [`LN-DNAT-${OTHER}`, words.includes("otherAny") ? ANY : NAMED],
        [`LN-DNAT-${THIRD}`, NAMED],
      ]);
      const found = hookDrift(hook, "PREROUTING", chains);
      assert.equal(found.length, drift.length, found.join("\n"));
      drift.forEach((text, index) => assert.match(found[index] ?? "", text));
      const lines = new HookBlocks(chains).place(hook, ["PREROUTING"]);
      const after = apply(chains.get("PREROUTING") ?? [], lines);
      assert.deepEqual(
        after,
        becomes.split(" ").map((word) => RULES[word as Word]),
      );
      chains.set("PREROUTING", after);
      assert.deepEqual(hookDrift(hook, "PREROUTING", chains), []);
    });
  }

  it("takes no notice of a comment that looks like one of ours", () => {
    const above = '-m comment --comment "linuxnet:x\\" -j LN-DNAT-x" -p tcp -m tcp --dport 80 -j DROP';
    const chains = new Map([["PREROUTING", [above, jump(OWNER)]]]);
    const hook: Hook = { rule: jump(OWNER), rank: RANKS.normal, rules: NAMED };
    assert.deepEqual(hookDrift(hook, "PREROUTING", chains), [`shadowed by: -A PREROUTING ${above}`]);
  });
});

/** What iptables-restore would make of a chain. */
function apply(rules: readonly string[], lines: readonly string[]): string[] {
  const result = [...rules];
  for (const line of lines) {
    const [, verb, number, rule = ""] = /^-([ID]) PREROUTING (?:(\d+) )?(.*)$/.exec(line) ?? [];
    if (verb === "I") result.splice(Number(number) - 1, 0, rule);
    else result.splice(result.indexOf(rule), 1);
  }
  return result;
}
