import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { runSteps } from "../../provider/host/kernel";
import { localHost } from "../../provider/host/local-host";
import { kinds } from "../../provider/resources";
import type { Owned, ResourceSpec } from "../../provider/resources/spec";
import { it, linksByHand, PLACES, RED } from "../support/kernel";
import { doneUntilKill } from "../support/kill";
import { type Inputs, type Kind, lifecycleOf, make } from "../support/made";
import { owner } from "../support/owner";

for (const { where, place } of PLACES) {
  const at = place === undefined ? {} : { namespace: place };
  const both = ["10.0.0.1/24", "fd00::1/64"];
  const CASES: [Kind, Inputs][] = [
    ["bridge", { ...at, name: "br0", addresses: both, stp: true, mac: "02:00:00:00:00:01" }],
    ["vethPair", { ...at, name: "veth0", addresses: both, peer: { name: "eth0", namespace: RED, mtu: 1400 } }],
    ["vethPair", { name: "veth0", namespace: RED, peer: { ...at, name: "eth0", addresses: both, up: false } }],
    ["route", { ...at, destination: "10.1.0.0/16", gateway: "10.7.0.2" }],
    ["masquerade", { ...at, source: "10.0.0.0/16", outInterface: "out0" }],
    ["masquerade", { ...at, source: "fd00::/64" }],
    ["portForward", { ...at, hostPort: 8080, targetAddress: "10.7.0.2" }],
    ["portForward", { ...at, hostPort: "8000-8010", targetAddress: "fd07::2", protocol: "udp" }],
  ];
  if (place === undefined) CASES.push(["namespace", { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1" } }]);

  describe(`interrupted work ${where}`, () => {
    for (const [kind, given] of place === undefined ? CASES : [CASES.at(-2) as (typeof CASES)[number]]) {
      const inputs = { owner: owner("interrupted"), ...given };
      const spec = (kinds as Record<Kind, unknown>)[kind] as ResourceSpec;
      const wanted = spec.complete(lifecycleOf(kind).check(inputs).inputs as Owned);

      it(`is taken up again: creation of ${JSON.stringify(given)}`, async () => {
        linksByHand(place);
        const steps = spec.create(wanted);
        const again = async (): Promise<void> => {
          const made = await make(kind, inputs);
          await made.settled();
          await made.remove();
        };
        for (let done = 0; done <= steps.length; done++) {
          await runSteps(localHost, firewallOf(localHost), steps.slice(0, done));
          await again();
        }
        for (let count = 0; await doneUntilKill(steps, count); count++) await again();
        await again();
      });

      it(`is taken up again: removal of ${JSON.stringify(given)}`, async () => {
        linksByHand(place);
        for (let count = 0, killed = true; killed; count++) {
          const made = await make(kind, inputs);
          killed = await doneUntilKill(spec.remove(wanted), count);
          await made.remove();
          assert.equal(await made.drift(), undefined);
        }
      });
    }
  });
}
