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
});
