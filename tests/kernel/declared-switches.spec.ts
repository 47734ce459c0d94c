import assert from "node:assert/strict";
import { sh } from "../support/command";
import { it } from "../support/kernel";
import { ourRules } from "../support/links";
import { type Inputs, type Kind, make } from "../support/made";

/** Each switch, and a resource that needs it. */
const SWITCHES: [key: string, Kind, Inputs][] = [
  ["net.ipv4.ip_forward", "masquerade", { source: "10.1.0.0/16" }],
  ["net.ipv6.conf.all.forwarding", "masquerade", { source: "fd01::/64" }],
  ["net.ipv4.conf.all.route_localnet", "portForward", { hostPort: 8081, targetAddress: "10.0.0.2" }],
];

describe("a switch that a namespace declares", () => {
  for (const [key, kind, inputs] of SWITCHES) {
    const value = (): string => sh(`sysctl -n ${key}`, "ns0").trim();

    for (const { name, before, after } of [
      { name: "on, while it is on for something else", before: undefined, after: { [key]: "1" } },
      { name: "off, while it is on for something else", before: { [key]: "1" }, after: { [key]: "0" } },
    ]) {
      it(`is so once nothing else needs it: ${name}: ${key}`, async () => {
        const ns0 = await make("namespace", { name: "ns0", sysctls: before });
        const made = await make(kind, { namespace: "ns0", ...inputs });
        await ns0.change({ sysctls: after });
        assert.equal(value(), "1");
        await made.settled();
        await made.remove();
        assert.equal(value(), after[key]);
        await ns0.settled();
        assert.deepEqual(ourRules("ns0"), []);
      });
    }
  }
});
