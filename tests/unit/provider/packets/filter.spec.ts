import assert from "node:assert/strict";
import { type Hook, pass, type Passage } from "../../../../provider/packets/filter";
import type { Packet } from "../../../../provider/packets/packet";
import { linkWith, networkOfRules, networkWith, packetWith } from "../../../support/packets";

/** Sends a packet through rules in iptables-save's words. */
function through(hook: Hook, table: string, lines: string, packet: Partial<Packet> = {}): Passage {
  const links = [linkWith({ name: "eth0" }), linkWith({ name: "eth1", index: 3, addresses: ["10.0.0.1/24"] })];
  return pass(hook, packetWith(packet), {
    ...{ network: networkOfRules(table, lines, { links }) },
    ...(hook === "POSTROUTING" ? { out: "eth0" } : { in: "eth0" }),
  });
}

describe("a packet in the rules of a hook", () => {
  const asked = "-A INPUT -m set --match-set some src";
  for (const [what, rules, undecided] of [
    ["accept", `${asked} -j ACCEPT`, true],
    ["drop", `${asked} -j DROP`, true],
    ["return", `${asked} -j RETURN`, true],
    ["change", `${asked} -j MARK --set-xmark 0x1/0xffffffff`, true],
    ["give away", `${asked} -j TPROXY --on-port 80`, true],
    ["lead to one that accepts", `:MORE - [0:0]\n${asked} -j MORE\n-A MORE -j ACCEPT`, true],
    ["lead away", `:MORE - [0:0]\n${asked} -g MORE`, true],
    ["lead to nothing", `:MORE - [0:0]\n${asked} -j MORE\n-A MORE -j RETURN`, false],
    ["log", `${asked} -j LOG`, false],
    ["count", asked, false],
  ] as const) {
    it(`may meet one that might ${what}: that is ${undecided ? "" : "not "}told`, () => {
      const rule = rules.split("\n").find((it) => it.startsWith(asked)) ?? "";
      assert.deepEqual(through("INPUT", "filter", rules).undecided, undecided ? [`iptables ${rule}`] : []);
    });
  }

  it("meets a queue, of which nobody knows who reads it", () => {
    const passage = through("INPUT", "filter", "-A INPUT -p tcp -j NFQUEUE --queue-num 5\n-A INPUT -j DROP");
    assert.deepEqual([passage.stoppedBy, passage.undecided.length], [undefined, 1]);
  });

  it("meets a target that this does not know", () => {
    assert.equal(through("INPUT", "filter", "-A INPUT -j ELSEWHERE --to there").undecided.length, 1);
    assert.equal(through("INPUT", "mangle", "-A INPUT -j CONNMARK --set-xmark 0x1/0xffffffff").undecided.length, 0);
  });

  it("is not tracked any more, and not translated, where that is said", () => {
    for (const target of ["CT --notrack", "NOTRACK"]) {
      assert.equal(through("PREROUTING", "raw", `-A PREROUTING -j ${target}`).packet.isUntracked, true);
    }
    const dnat = "-A PREROUTING -j DNAT --to-destination 10.9.0.9";
    assert.equal(through("PREROUTING", "nat", dnat).packet.destination, "10.9.0.9");
    assert.equal(through("PREROUTING", "nat", dnat, { isUntracked: true }).packet.destination, "10.0.0.2");
  });

  it("gets another network by NETMAP, of its source on its way out", () => {
    const [to, from] = ["PREROUTING", "POSTROUTING"].map(
      (hook) => through(hook as Hook, "nat", `-A ${hook} -j NETMAP --to 10.9.8.0/23`).packet,
    );
    assert.deepEqual([to?.source, to?.destination], ["10.0.0.3", "10.9.8.2"]);
    assert.deepEqual([from?.source, from?.destination], ["10.9.8.3", "10.0.0.2"]);
    const six = { family: 6, source: "fd00::3", destination: "fd00::2" } as const;
    const network = networkOfRules("nat", "-A PREROUTING -j NETMAP --to fd01:0:0:1::/64");
    const rulesets = { 4: [], 6: network.rulesets[4] };
    const { packet } = pass("PREROUTING", packetWith(six), { network: { ...network, rulesets }, in: "eth0" });
    assert.equal(packet.destination, "fd01:0:0:1::2");
  });

  it("is hidden behind an address of another interface where its own has none, and dropped where none has", () => {
    const rule = "-A POSTROUTING -o eth0 -j MASQUERADE";
    assert.equal(through("POSTROUTING", "nat", rule).packet.source, "10.0.0.1");
    const links = [linkWith({ name: "lo", addresses: ["127.0.0.1/8"] }), linkWith({ name: "eth0" })];
    const { stoppedBy } = pass("POSTROUTING", packetWith(), {
      network: networkOfRules("nat", rule, { links }),
      out: "eth0",
    });
    assert.deepEqual(stoppedBy, { rule: `iptables -t nat ${rule}`, state: "NEW" });
  });

  it("meets the rules of both backends, each told with the program that changes it", () => {
    const [drop, none] = ["-A INPUT -j DROP", ""].map((it) => networkOfRules("filter", it).rulesets[4][0]);
    assert.ok(drop && none);
    const network = networkWith({ rulesets: { 4: [none, { ...drop, tool: "iptables-legacy" }], 6: [] } });
    const { stoppedBy } = pass("INPUT", packetWith(), { network, in: "eth0" });
    assert.equal(stoppedBy?.rule, "iptables-legacy -A INPUT -j DROP");
  });
});
