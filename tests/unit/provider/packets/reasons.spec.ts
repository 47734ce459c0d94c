import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { advice, fixes, typed } from "../../../../provider/packets/reasons";
import { ruleStop } from "../../../../provider/packets/rule-stop";
import { networkWith, packetWith } from "../../../support/packets";

/** The words of which a shell makes a command; nothing in them is run. */
function wordsIn(command: string): string[] {
  const text = execFileSync("sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" });
  return text.trimEnd().split("\n");
}

const NAMES = ["n;touch${IFS}/tmp/x", "$(id)", "`id`", "a'b", "a&b|c", "*", "ns0"];

describe("a fix, as it is typed", () => {
  for (const name of NAMES) {
    it(`has names as they are: ${name}`, () => {
      const [link, rule] = fixes({ place: name }, `ip link set ${name} up`, [
        "iptables",
        "-I",
        "INPUT",
        "-i",
        name,
      ]).map(typed);
      assert.deepEqual(wordsIn(link ?? ""), ["ip", "-n", name, "link", "set", name, "up"]);
      assert.deepEqual(wordsIn(rule ?? ""), ["ip", "netns", "exec", name, "iptables", "-I", "INPUT", "-i", name]);
    });
  }

  it("is words where no command helps", () => {
    assert.equal(typed(advice("start a server in $HOME")), "start a server in $HOME");
  });
});

describe("what helps against a rule", () => {
  /** The words of the fixes against a rule in INPUT. */
  function against(rule: string): string[][] {
    const { fix } = ruleStop("INPUT", networkWith(), packetWith(), { rule, state: "NEW" }, { in: "eth0" });
    return fix.map((it) => wordsIn(typed(it)));
  }
  const entry = ["ip", "netns", "exec", "ns0", "iptables"];
  const accept = "-i eth0 -s 10.0.0.3 -d 10.0.0.2 -p tcp --dport 80 -j ACCEPT".split(" ");

  for (const [saved, comment] of [
    ['"$(touch /tmp/x)"', "$(touch /tmp/x)"],
    ['"`touch /tmp/x`; -P"', "`touch /tmp/x`; -P"],
    ['"a \\"b\\" \\\\ \\\'c"', `a "b" \\ 'c`],
    ["$HOME", "$HOME"],
  ] as const) {
    it(`takes away the very rule: ${saved}`, () => {
      const words = ["-m", "comment", "--comment", comment, "-j", "DROP"];
      assert.deepEqual(against(`iptables -A INPUT -m comment --comment ${saved} -j DROP`), [
        [...entry, "-D", "INPUT", ...words],
        [...entry, "-I", "INPUT", ...accept],
      ]);
    });
  }

  it("leaves a rule alone that cannot be named", () => {
    assert.deepEqual(against('iptables -A INPUT -m comment --comment "\\u{1b}" -j DROP'), [
      [...entry, "-I", "INPUT", ...accept],
    ]);
  });

  it("accepts before a policy, in its table", () => {
    assert.deepEqual(against("iptables -t mangle -P INPUT DROP"), [
      [...entry, "-t", "mangle", "-I", "INPUT", ...accept],
    ]);
  });
});
