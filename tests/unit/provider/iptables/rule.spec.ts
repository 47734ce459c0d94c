import assert from "node:assert/strict";
import { portsText, rule, type Rule } from "../../../../provider/iptables/rule";

/* Each text as iptables-save 1.8.9 prints the rule. */
const cases: { given: Rule; want: string }[] = [
  { given: { target: "ACCEPT" }, want: "-j ACCEPT" },
  { given: { source: undefined, out: undefined, target: "DROP" }, want: "-j DROP" },
  { given: { source: "10.0.0.1", target: "ACCEPT" }, want: "-s 10.0.0.1/32 -j ACCEPT" },
  { given: { destination: "fd00::1", target: "ACCEPT" }, want: "-d fd00::1/128 -j ACCEPT" },
  { given: { notSource: "10.0.0.0/24", target: "ACCEPT" }, want: "! -s 10.0.0.0/24 -j ACCEPT" },
  {
    given: { target: "MASQUERADE", out: "enp0s1", notDestination: "10.0.0.0/16", source: "10.0.0.0/16" },
    want: "-s 10.0.0.0/16 ! -d 10.0.0.0/16 -o enp0s1 -j MASQUERADE",
  },
  { given: { destination: "127.0.0.0/8", notIn: "lo", target: "DROP" }, want: "-d 127.0.0.0/8 ! -i lo -j DROP" },
  { given: { in: "br0", out: "br1", protocol: "sctp", target: "ACCEPT" }, want: "-i br0 -o br1 -p sctp -j ACCEPT" },
  {
    given: { protocol: "udp", sourcePort: "53", destinationPort: "1024:2048", target: "ACCEPT" },
    want: "-p udp -m udp --sport 53 --dport 1024:2048 -j ACCEPT",
  },
  {
    given: {
      protocol: "tcp",
      destinationPort: "80",
      destinationType: "LOCAL",
      target: "DNAT --to-destination [fd00::2]:80",
    },
    want: "-p tcp -m tcp --dport 80 -m addrtype --dst-type LOCAL -j DNAT --to-destination [fd00::2]:80",
  },
  {
    given: { sourceType: "LOCAL", mark: "0x800/0x800", state: "RELATED,ESTABLISHED", target: "ACCEPT" },
    want: "-m addrtype --src-type LOCAL -m mark --mark 0x800/0x800 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
  },
  {
    given: { protocol: "tcp", state: "DNAT", originalPort: "80:90", status: "SEEN_REPLY", target: "ACCEPT" },
    want: "-p tcp -m conntrack --ctstate DNAT --ctorigdstport 80:90 --ctstatus SEEN_REPLY -j ACCEPT",
  },
];

describe("rule", () => {
  for (const { given, want } of cases) it(want, () => assert.equal(rule(given), want));

  it("writes ports as --dport takes them", () => {
    assert.deepEqual([8080, "8000-8010"].map(portsText), ["8080", "8000:8010"]);
  });
});
