import assert from "node:assert/strict";
import { Concern, eventOf, ruleEvents } from "../../../cli/watch/events";

const saved = (policy: string, ...rules: string[]): string =>
  ["*filter", `:INPUT ACCEPT [0:0]`, `:FORWARD ${policy} [5:6]`, ...rules, "COMMIT"].join("\n");

describe("what watch tells of rules", () => {
  const told = (before: string, after: string): string[] =>
    ruleEvents("ns0", before, after).map(({ verb, text }) => `${verb} ${text}`);

  it("is the first rule, without the policies that its table is born with", () => {
    const rule = "-A FORWARD -i br0 -j DROP";
    assert.deepEqual(told("", saved("ACCEPT", rule)), [`set -t filter ${rule}`]);
    assert.deepEqual(told(saved("ACCEPT", rule), ""), [`removed -t filter ${rule}`]);
  });

  it("is a policy that shuts, and one that opens again", () => {
    assert.deepEqual(told("", saved("DROP")), ["set -t filter -P FORWARD DROP"]);
    assert.deepEqual(told(saved("DROP"), saved("ACCEPT")), [
      "removed -t filter -P FORWARD DROP",
      "set -t filter -P FORWARD ACCEPT",
    ]);
  });
});

describe("what concerns a stack in the host's network", () => {
  const concern = (): Concern => new Concern(new Set(["ns0"]), ["br0"], "0a1b2c");
  const has = (it: Concern, line: string): boolean => it.has(eventOf(undefined, line) ?? assert.fail());

  it("names an interface of the stack, wherever it stands, and not a part of another name", () => {
    assert.ok(has(concern(), "[LINK]3: br01: <UP> mtu 1500 master br0 state UP"));
    assert.ok(!has(concern(), "[LINK]3: br01: <UP> mtu 1500 state UP"));
    assert.ok(!has(concern(), "[LINK]3: br0.1: <UP> mtu 1500 state UP"));
  });

  it("is a link with the stack's mark, and from then on what names it", () => {
    const it = concern();
    assert.ok(!has(it, "[ADDR]4: br1    inet 10.1.0.1/24 scope global br1"));
    assert.ok(has(it, "[LINK]4: br1: <UP> mtu 1500 \\    alias linuxnet:0a1b2c0123456789"));
    assert.ok(has(it, "[ADDR]4: br1    inet 10.1.0.1/24 scope global br1"));
  });

  it("is each rule of policy routing", () => {
    const event = eventOf(undefined, "[RULE]Deleted 77:\tfrom all lookup 99 ");
    assert.deepEqual(event, { place: undefined, kind: "ip rule", verb: "removed", text: "77: from all lookup 99" });
    assert.ok(concern().has(event));
  });
});
