import assert from "node:assert/strict";
import { matches, type Spot } from "../../../../provider/packets/match";
import type { Packet } from "../../../../provider/packets/packet";
import { parseRuleset } from "../../../../provider/packets/ruleset";
import { networkWith, packetWith } from "../../../support/packets";

/** Whether a rule matches a packet. */
function asks(words: string, packet: Partial<Packet> = {}, spot: Partial<Spot> = {}): boolean | undefined {
  const text = `*filter\n:INPUT ACCEPT\n-A INPUT ${words} -j DROP\nCOMMIT\n`;
  const [rule] = parseRuleset(text).get("filter")?.get("INPUT")?.rules ?? [];
  assert.ok(rule);
  return matches(rule, packetWith(packet), { network: networkWith(), ...spot });
}

describe("what a rule asks of a packet", () => {
  for (const [flags, isQuestion, isAnswer] of [
    ["FIN,SYN,RST,ACK SYN", true, false],
    ["SYN,ACK SYN,ACK", false, true],
    ["FIN,SYN,RST,PSH,ACK,URG NONE", false, false],
    ["FIN,SYN FIN,SYN", false, false],
    ["RST RST", false, false],
    ["SYN SYN", true, true],
  ] as const) {
    it(`knows the flags of TCP: ${flags}`, () => {
      const words = `-p tcp -m tcp --tcp-flags ${flags}`;
      assert.deepEqual([asks(words), asks(words, { isReply: true })], [isQuestion, isAnswer]);
    });
  }

  const connection = {
    original: { source: "10.0.0.3", sourcePort: 40000, destination: "10.0.0.2", destinationPort: 80 },
    translated: { source: "10.0.0.3", sourcePort: 40000, destination: "10.0.0.2", destinationPort: 80 },
  };
  for (const [what, packet, spot, state] of [
    ["a question", {}, {}, "NEW"],
    ["a question that has passed before", {}, { connection }, "NEW"],
    ["an answer", { isReply: true }, { connection }, "ESTABLISHED"],
    ["an answer to what has not passed", { isReply: true }, {}, "INVALID"],
    ["a datagram in answer to what has not passed", { isReply: true, protocol: "udp" }, {}, "NEW"],
    ["what is not to be tracked", { isUntracked: true }, {}, "UNTRACKED"],
    ["an answer that is not to be tracked", { isUntracked: true, isReply: true }, { connection }, "UNTRACKED"],
  ] as const) {
    it(`knows the state of ${what}`, () => {
      const states = ["NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED", "DNAT", "SNAT"];
      assert.deepEqual(
        states.filter((it) => asks(`-m conntrack --ctstate ${it}`, packet, spot)),
        [state],
      );
    });
  }

  it("knows ranges of addresses", () => {
    assert.equal(asks("-m iprange --src-range 10.0.0.3-10.0.0.9"), true);
    assert.equal(asks("-m iprange --src-range 10.0.0.4-10.0.0.9"), false);
    assert.equal(asks("-m iprange ! --dst-range 9.255.255.255-10.0.0.2"), false);
    const six = { family: 6, source: "fd00::3", destination: "fd00::2" } as const;
    assert.equal(asks("-m iprange --src-range fd00::2-fd00::ff", six), true);
    assert.equal(asks("-m iprange --dst-range fd00::3-fd00::ff", six), false);
  });

  it("knows the MAC of who sent it, but of what its network sends itself, which has none", () => {
    const words = "-m mac --mac-source 02:00:00:00:00:AB";
    assert.equal(asks(words, { mac: "02:00:00:00:00:ab" }, { in: "eth0" }), true);
    assert.equal(asks(words, { mac: "02:00:00:00:00:ac" }, { in: "eth0" }), false);
    assert.equal(asks(words, {}, { in: "eth0" }), undefined);
    assert.equal(asks(words, { mac: "02:00:00:00:00:ab" }, { in: "lo" }), false);
    assert.equal(asks(words, {}, { out: "eth0" }), false);
  });

  it("takes no other mark for that of a packet", () => {
    assert.equal(asks("-m mark --mark 0x10/0xf0", { mark: 0x11 }), true);
    assert.equal(asks("-m connmark --mark 0x10/0xf0", { mark: 0x11 }), undefined);
  });
});
