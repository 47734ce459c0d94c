import assert from "node:assert/strict";
import { type Network, Networks } from "../../../../provider/packets/network";
import { typed } from "../../../../provider/packets/reasons";
import { lookUp } from "../../../../provider/packets/routing";
import { noRouteStop } from "../../../../provider/packets/stops";
import { networkWith, packetWith, policyRuleWith, routeWith } from "../../../support/packets";

/** What helps a packet that a network does not route. */
function helpFor(told: Partial<Network>, destination: string): string[] {
  const network = networkWith(told);
  const packet = packetWith({ destination, family: destination.includes(":") ? 6 : 4 });
  const found = lookUp(network, { ...packet, source: undefined, from: undefined });
  return noRouteStop(new Networks([network]), network, packet, found).fix.map(typed);
}

describe("what helps where no route leads on", () => {
  for (const [what, route, command] of [
    [
      "of a table",
      { type: "blackhole", destination: "default", table: "100" },
      "route del blackhole default table 100",
    ],
    [
      "of IPv6",
      { type: "unreachable", destination: "default", device: "lo", metric: 1024, family: 6 },
      "-6 route del unreachable default metric 1024",
    ],
    ["to one host", { type: "prohibit", destination: "8.8.8.8/32" }, "route del prohibit 8.8.8.8/32"],
  ] as const) {
    it(`takes away a route that refuses, ${what}`, () => {
      const { table, family } = routeWith(route);
      const told = { routes: [routeWith(route)], rules: [policyRuleWith({ priority: 100, table, family })] };
      assert.deepEqual(helpFor(told, family === 4 ? "8.8.8.8" : "fd00::8"), [`ip -n ns0 ${command}`]);
    });
  }

  it("takes away a rule that refuses", () => {
    const refusing = { priority: 100, type: "unreachable" };
    assert.deepEqual(helpFor({ rules: [policyRuleWith(refusing)] }, "8.8.8.8"), ["ip -n ns0 rule del priority 100"]);
    const six = policyRuleWith({ ...refusing, family: 6 });
    assert.deepEqual(helpFor({ rules: [six] }, "fd00::8"), ["ip -n ns0 -6 rule del priority 100"]);
  });

  it("says in words that a route is missing where no router is known", () => {
    assert.deepEqual(helpFor({}, "8.8.8.8"), ["make a route to 8.8.8.8 in ns0, by way of a router beside it"]);
  });
});
