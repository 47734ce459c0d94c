import assert from "node:assert/strict";
import { sh, succeeds } from "../support/command";
import { it, RED } from "../support/kernel";
import { addresses } from "../support/links";
import { type Inputs, make, type Made } from "../support/made";

const GATEWAYS = ["10.0.0.1/24", "fd00::1/64"];

/** Changes of an interface's addresses, while default routes lead through it. */
const CHANGES: { name: string; from: string[]; to: string[] }[] = [
  { name: "another in the same networks", from: ["10.0.0.2/24", "fd00::2/64"], to: ["10.0.0.3/24", "fd00::3/64"] },
  {
    name: "the first of two goes",
    from: ["10.0.0.2/24", "10.0.0.3/24", "fd00::2/64"],
    to: ["10.0.0.3/24", "fd00::2/64"],
  },
  {
    name: "two for two",
    from: ["10.0.0.2/24", "10.0.0.3/24", "fd00::2/64"],
    to: ["10.0.0.4/24", "10.0.0.5/24", "fd00::2/64"],
  },
  {
    name: "one more",
    from: ["10.0.0.2/24", "fd00::2/64"],
    to: ["10.0.0.2/24", "10.0.0.9/24", "fd00::2/64", "fd00::9/64"],
  },
  { name: "another prefix length", from: ["10.0.0.2/24", "fd00::2/64"], to: ["10.0.0.2/16", "fd00::2/48"] },
  {
    name: "the other order",
    from: ["10.0.0.2/24", "10.0.0.3/24", "fd00::2/64"],
    to: ["fd00::2/64", "10.0.0.3/24", "10.0.0.2/24"],
  },
];

for (const name of ["eth0", "eth0.5"]) {
  const pair = (inputs: Inputs): Inputs => ({
    ...{ name: "veth0", addresses: GATEWAYS },
    peer: { name, namespace: RED, ...inputs },
  });

  describe(`addresses of ${name}`, () => {
    for (const { name: change, from, to } of CHANGES) {
      it(`change without a loss of routes or sight: ${change}`, async () => {
        const veth = await make("vethPair", pair({ addresses: from }));
        const routes = [await defaultRoute("10.0.0.1"), await defaultRoute("fd00::1")];
        await veth.become(pair({ addresses: to }));
        assert.deepEqual(addresses(name, RED).sort(), [...to].sort());
        for (const route of routes) await route.settled();
        for (const gateway of ["10.0.0.1", "fd00::1"])
          assert.ok(succeeds(["ping", "-c1", "-W0.4", gateway], RED), gateway);
      });
    }

    it("change without a loss of routes where the kernel does not promote secondary addresses", async () => {
      sh("sysctl -q net.ipv4.conf.all.promote_secondaries=0", RED);
      const veth = await make("vethPair", pair({ addresses: ["10.0.0.2/24", "10.0.0.3/24"] }));
      const route = await defaultRoute("10.0.0.1");
      await veth.become(pair({ addresses: ["10.0.0.3/24"] }));
      await route.settled();
    });

    it("come back after they were taken away by hand", async () => {
      const veth = await make("vethPair", pair({ addresses: ["10.0.0.2/24", "10.0.0.3/24", "fd00::2/64"] }));
      sh(`ip address flush dev ${name}`, RED);
      assert.deepEqual(await veth.drift(), ["peer"]);
      await veth.repair();
    });

    it("change although one of them was taken away by hand", async () => {
      const veth = await make("vethPair", pair({ addresses: ["10.0.0.2/24", "10.0.0.3/24"] }));
      sh(`ip address del 10.0.0.3/24 dev ${name}`, RED);
      await veth.become(pair({ addresses: ["10.0.0.2/24"] }));
    });

    it("of IPv6 go with an MTU that is too small for it", async () => {
      const veth = await make("vethPair", pair({ addresses: ["10.0.0.2/24", "fd00::2/64"] }));
      await veth.become(pair({ addresses: ["10.0.0.2/24"], mtu: 1000 }));
    });

    it("may be the link's own IPv6 ones", async () => {
      const veth = await make("vethPair", pair({ addresses: ["fe80::1/64", "10.0.0.2/24"] }));
      await veth.settled();
      await veth.become(pair({ addresses: ["10.0.0.2/24", "fe80::2/64"] }));
      await veth.become(pair({ addresses: ["10.0.0.2/24"] }));
    });
  });
}

function defaultRoute(gateway: string): Promise<Made> {
  return make("route", { namespace: RED, destination: "default", gateway });
}
