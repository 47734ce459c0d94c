import assert from "node:assert/strict";
import { ruleOfText, rulesByHand, ruleText, stillStanding } from "../../../../provider/iptables/described";
import { restoreText } from "../../../../provider/iptables/restore";
import { parseSave } from "../../../../provider/iptables/save";
import { spellingOf } from "../../../../provider/iptables/spelling";

const owner = "0123456789abcdef";
const OLD = "-s 10.0.0.0/24 -o eth0 -j MASQUERADE";
const tables = parseSave(
  `*nat\n:POSTROUTING -\n:OWN -\n-A POSTROUTING ${OLD}\n-A POSTROUTING ${OLD}\n-A OWN -j RETURN
-A POSTROUTING -m comment --comment "linuxnet:${owner}" -j LN-SNAT-${owner}\n`,
);
const text = `nat POSTROUTING ${OLD}`;

describe("rules of built-in chains", () => {
  it("are those of nobody's chains, without hooks", () => {
    assert.deepEqual(rulesByHand(tables).map(ruleText), [text, text]);
    assert.deepEqual(ruleOfText(text), { table: "nat", chain: "POSTROUTING", rule: OLD });
  });

  it("stand as often as they were put there", () => {
    const all = [text, text, text, "nat POSTROUTING -j RETURN", "filter FORWARD -j DROP"];
    assert.deepEqual(stillStanding(all, tables), [text, text]);
  });

  it("go after what replaces them has come", () => {
    const chain = { family: 4, table: "nat", name: `LN-SNAT-${owner}`, hooks: [], rules: ["-j MASQUERADE"] } as const;
    const wanted = [{ owner, chains: [chain], replaced: [text, "filter FORWARD -j DROP"] }];
    assert.equal(
      restoreText(wanted, tables),
      `*nat\n:${chain.name} - [0:0]\n-D POSTROUTING -m comment --comment "linuxnet:${owner}" -j ${chain.name}
-A ${chain.name} -j MASQUERADE\nCOMMIT\n*nat\n-D POSTROUTING ${OLD}\nCOMMIT\n`.replace(
        /(:.*\n)(-D.*\n)(-A.*\n)/,
        "$1$3$2",
      ),
    );
  });
});

describe("the spelling of a rule", () => {
  const same: [string, string][] = [
    [
      "-p tcp -m addrtype --dst-type LOCAL -m tcp --dport 80 -j DNAT --to-destination 10.0.0.2",
      "-p tcp -m tcp --dport 80 -m addrtype --dst-type LOCAL -j DNAT --to-destination 10.0.0.2",
    ],
    ["-i a -m state --state NEW -j ACCEPT", "-i a -m conntrack --ctstate NEW -j ACCEPT"],
    ['-i a -m comment --comment "-j DROP ! -o b" -j ACCEPT', "-i a -j ACCEPT"],
  ];
  for (const [one, other] of same)
    it(`is the same: ${one}`, () => assert.deepEqual(spellingOf(one), spellingOf(other)));

  const different: [string, string][] = [
    ["! -i a -j ACCEPT", "-i a -j ACCEPT"],
    ["-m conntrack ! --ctstate NEW -j ACCEPT", "-m conntrack --ctstate NEW -j ACCEPT"],
    ["-i a -j MASQUERADE", "-i a -j MASQUERADE --random"],
    ["-i a -g ACCEPTED", "-i a -j ACCEPTED"],
  ];
  for (const [one, other] of different) {
    it(`is another: ${one}`, () => assert.notDeepEqual(spellingOf(one), spellingOf(other)));
  }
});
