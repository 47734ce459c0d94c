import assert from "node:assert/strict";
import { verdicts } from "../../../../provider/iptables/deciding";
import { parseSave } from "../../../../provider/iptables/save";

/* Rules as Docker 20 and 28, netavark, ufw and people write them. */
const FILTER = `*filter
:FORWARD ACCEPT [0:0]
:DOCKER-USER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-ISOLATION-STAGE-2 - [0:0]
:DOCKER - [0:0]
:LOOP - [0:0]
:EMPTY - [0:0]
:DEEP - [0:0]
:DEEPER - [0:0]
-A DOCKER-USER -j RETURN
-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP
-A DOCKER-ISOLATION-STAGE-2 -j RETURN
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
-A LOOP -j LOOP
-A DEEP -i br0 -j DEEPER
-A DEEPER -i br1 -j DROP
-A DEEPER -g DOCKER
COMMIT
`;
const OURS = "-s 10.0.0.0/16 -i br0 -o enp0s1 -j ACCEPT";
const ANY = "-s 10.0.0.0/16 ! -d 10.0.0.0/16 -j ACCEPT";

const cases: { rule: string; over?: string; want: string[] }[] = [
  { rule: "-j DROP", want: ["FORWARD -j DROP"] },
  { rule: "-j RETURN", want: ["FORWARD -j RETURN"] },
  { rule: "-s 10.0.1.0/24 -j ACCEPT", want: ["FORWARD -s 10.0.1.0/24 -j ACCEPT"] },
  {
    rule: "-i br0 -j REJECT --reject-with icmp-port-unreachable",
    want: ["FORWARD -i br0 -j REJECT --reject-with icmp-port-unreachable"],
  },
  { rule: "-j NFQUEUE --queue-num 1", want: ["FORWARD -j NFQUEUE --queue-num 1"] },
  { rule: "-m set --match-set bad src -j DROP", want: ["FORWARD -m set --match-set bad src -j DROP"] },
  { rule: "-s 10.1.0.0/16 -j DROP", want: [] },
  { rule: "-i docker0 -o docker0 -j ACCEPT", want: [] },
  { rule: "-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", want: [] },
  { rule: "-d 203.0.113.0/24", want: [] },
  { rule: '-m comment --comment "-j DROP"', want: [] },
  ...[
    "LOG --log-prefix x",
    "NFLOG",
    "MARK --set-xmark 0x1/0x1",
    "CONNMARK --save-mark",
    "TCPMSS --clamp-mss-to-pmtu",
    "CT --notrack",
    "TRACE",
  ].map((target) => ({ rule: `-j ${target}`, want: [] })),
  { rule: "-j DOCKER-USER", want: [] },
  { rule: "-j EMPTY", want: [] },
  { rule: "-g EMPTY", want: ["FORWARD -g EMPTY"] },
  { rule: "-j LOOP", want: [] },
  { rule: "-j DOCKER-ISOLATION-STAGE-1", want: [] },
  {
    rule: "-j DOCKER-ISOLATION-STAGE-1",
    over: ANY,
    want: ["DOCKER-ISOLATION-STAGE-2 -o br-1 -j DROP"],
  },
  { rule: "-o docker0 -j DOCKER", want: [] },
  {
    rule: "-o docker0 -j DOCKER",
    over: "-d 172.17.0.0/16 -j ACCEPT",
    want: ["DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT"],
  },
  { rule: "-j DEEP", want: [] },
  { rule: "-j UNHEARD-OF", want: ["FORWARD -j UNHEARD-OF"] },
];

describe("a rule above ours", () => {
  const chains = parseSave(FILTER).get("filter") ?? new Map<string, string[]>();
  for (const { rule, over = OURS, want } of cases) {
    it(`${want.length > 0 ? "may decide" : "leaves the decision"}: ${rule}`, () => {
      const found = verdicts({ chain: "FORWARD", rule }, [over], chains);
      assert.deepEqual(
        found.map((it) => `${it.chain} ${it.rule}`),
        want,
      );
    });
  }

  it("is told once, though it may decide over several of ours", () => {
    assert.equal(verdicts({ chain: "FORWARD", rule: "-j DROP" }, [OURS, ANY], chains).length, 1);
  });
});
