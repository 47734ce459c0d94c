import assert from "node:assert/strict";
import type { Tables } from "../../../../provider/iptables/chains";
import { isNeeded, SWITCHES, valueBefore } from "../../../../provider/iptables/switches";

const tables = (...names: string[]): Tables =>
  new Map((["filter", "raw", "nat"] as const).map((table) => [table, new Map(names.map((name) => [name, []]))]));

const cases: { names: string[]; needed: string[]; before: Record<string, string> }[] = [
  { names: [], needed: [], before: {} },
  {
    names: ["FORWARD", "LN-BR-0123456789abcdef", "LN-DNAT-0123456789abcdef", "LN-SNAT-0123456789abcdef"],
    needed: [],
    before: {},
  },
  { names: ["LN-WAS-ip_forward-0"], needed: [], before: { "net.ipv4.ip_forward": "0" } },
  {
    names: ["LN-FWD-0123456789abcdef"],
    needed: ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"],
    before: {},
  },
  {
    names: ["LN-LO-0123456789abcdef", "LN-WAS-route_localnet-0", "LN-WAS-forwarding-2"],
    needed: ["net.ipv4.conf.all.route_localnet"],
    before: { "net.ipv4.conf.all.route_localnet": "0", "net.ipv6.conf.all.forwarding": "2" },
  },
];

describe("switches", () => {
  for (const { names, needed, before } of cases) {
    it(`of ${names.join(", ") || "nothing"}`, () => {
      const standing = tables(...names);
      assert.deepEqual(
        SWITCHES.filter((it) => isNeeded(it, standing)).map(({ key }) => key),
        needed,
      );
      const known = SWITCHES.flatMap((it) => {
        const value = valueBefore(it, standing);
        return value === undefined ? [] : [[it.key, value]];
      });
      assert.deepEqual(Object.fromEntries(known), before);
    });
  }

  it("need nothing where iptables has no tables", () => {
    assert.deepEqual(
      SWITCHES.map((it) => [isNeeded(it, new Map()), valueBefore(it, new Map())]),
      SWITCHES.map(() => [false, undefined]),
    );
  });
});
