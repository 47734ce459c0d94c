import assert from "node:assert/strict";
import { areDisjoint, parseMatch } from "../../../../provider/iptables/match";

const DISJOINT: [string, string][] = [
  ["-s 10.0.0.0/16", "-s 10.1.0.0/16"],
  ["-d 10.0.0.2/32", "! -d 10.0.0.0/24"],
  ["! -s 10.0.0.0/8", "-s 10.0.0.0/16"],
  ["-d fd00::/64", "-d fd01::2/128"],
  ["-i br0", "-i br1"],
  ["-i br0", "! -i br0"],
  ["-i eth+", "-i br0"],
  ["! -i br+", "-i br0"],
  ["-o lo", "! -o lo"],
  ["-p tcp", "-p udp"],
  ["-p tcp", "! -p tcp"],
  ["-p tcp -m tcp --dport 80", "-p tcp -m tcp --dport 81"],
  ["-p tcp -m tcp --dport 80", "-p tcp -m tcp ! --dport 80:90"],
  ["-p tcp -m tcp --sport 8000:8010", "-p tcp -m tcp --sport 8011"],
  ["-p tcp -m tcp --dport 85", "-p tcp -m multiport --dports 80,443,8000:8010"],
  ["-p tcp -m tcp --dport 8005", "-p tcp -m multiport ! --dports 80,8000:8010"],
];

const MEETING: [string, string][] = [
  ["", ""],
  ["", "-s 10.0.0.0/16 -i br0 -p tcp"],
  ["-s 10.0.0.0/8", "-s 10.1.0.0/16"],
  ["-s 10.0.0.0/16", "-d 10.1.0.0/16"],
  ["! -s 10.0.0.0/16", "! -s 10.1.0.0/16"],
  ["! -s 10.0.0.0/16", "-s 10.0.0.0/8"],
  ["-s 10.0.0.1/255.0.0.255", "-s 11.0.0.1/32"],
  ["! -s 10.0.0.1/255.0.0.255", "-s 10.0.0.1/32"],
  ["-i br+", "-i br0"],
  ["-i br0", "-o br1"],
  ["! -i br0", "-i br+"],
  ["! -i br0", "! -i br1"],
  ["-i +", "-i br0"],
  ["-p tcp", "-p tcp -m tcp --dport 80"],
  ["-p tcp -m tcp --dport 80:90", "-p tcp -m tcp --dport 85"],
  ["-p tcp -m tcp --dport 80", "-p tcp -m tcp --sport 81"],
  ["-p tcp -m tcp ! --dport 80", "-p tcp -m tcp --dport 80:81"],
  ["-p tcp -m tcp --dport 443", "-p tcp -m multiport --dports 80,443"],
  ["-m set --match-set a src", "-s 10.0.0.0/16"],
  ["-m conntrack --ctstate INVALID", "-m conntrack --ctstate NEW"],
  ['-m comment --comment "-s 10.1.0.0/16"', "-s 10.0.0.0/16"],
  ['-m comment --comment "a \\" -p udp"', "-p tcp"],
];

describe("two rules", () => {
  for (const [rows, want] of [
    [DISJOINT, true],
    [MEETING, false],
  ] as const) {
    for (const [one, other] of rows) {
      it(`${want ? "never match one packet" : "may match one packet"}: ${one || "any"} and ${other || "any"}`, () => {
        const [a, b] = [parseMatch(one), parseMatch(other)];
        assert.deepEqual([areDisjoint(a, b), areDisjoint(b, a)], [want, want]);
      });
    }
  }
});
