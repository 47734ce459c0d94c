import assert from "node:assert/strict";
import { parseRuleset, type Rule } from "../../../../provider/packets/ruleset";

/** A rule in iptables-save's words. */
function ruleOf(words: string): Rule {
  const rules = parseRuleset(`*filter\n:INPUT ACCEPT\n-A INPUT ${words}\nCOMMIT\n`).get("filter")?.get("INPUT")?.rules;
  return rules?.[0] as Rule;
}

describe("a rule of iptables-save, read", () => {
  for (const words of [
    "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -j DROP",
    "-m set --match-set blocked src,dst -j DROP",
    "-m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr -j DROP",
    "-m recent --update --seconds 60 --reap --name DEFAULT --mask 255.255.255.255 --rsource -j DROP",
    "-m somebody --knows-not -j DROP",
    "-m comment --comment -j -j DROP",
    '-m comment --comment "-j \\"ACCEPT\\"" -j DROP',
    "! -i -x -m set ! --match-set blocked src -j DROP",
  ]) {
    it(`has its target: ${words}`, () => {
      assert.equal(ruleOf(words).target, "DROP");
    });
  }

  it("has both words of an option that takes two", () => {
    const { conditions } = ruleOf("-m set ! --match-set blocked src,dst -g LOGGED");
    assert.deepEqual(conditions, [{ option: "--match-set", value: "blocked src,dst", match: "set", not: true }]);
  });

  it("has the words of its target", () => {
    const { options } = ruleOf('-j LOG --log-prefix "-j \\\\ \\"a b\\"" --log-tcp-options --log-level 7');
    assert.deepEqual(options, { "--log-prefix": '-j \\ "a b"', "--log-tcp-options": "", "--log-level": "7" });
  });
});
