import assert from "node:assert/strict";
import type { Drifted } from "../../provider/diff";
import type { Owned } from "../../provider/resources/spec";
import { byHand, it } from "../support/kernel";
import { lifecycleOf, make } from "../support/made";
import { owner } from "../support/owner";

const OTHER = owner("of another program");
const ways = { isolated: true, internal: false, mtu: 1400 };
const web = {
  ...{ name: "web", bridge: "br-web", subnet: "10.5.0.0/24", gateway: "10.5.0.9", ...ways },
  ...{ subnet6: "fd05::/64", gateway6: "fd05::1" },
};
const back = { ...{ name: "back", bridge: "br-back", subnet: "10.6.0.0/24", gateway: "10.6.0.1" }, internal: true };
const c1 = {
  name: "c1",
  networks: [
    { network: { ...back, isolated: false, mtu: 1500 }, address: "10.6.0.2", mac: "02:00:00:00:00:07" },
    { network: web, address: "10.5.0.2", address6: "fd05::2", aliases: ["x", "y"] },
  ],
  publish: ["127.0.0.1:53:53/udp", "8000-8010:9000-9010", "[::]:81:80", "0.0.0.0:82:80"],
  hostname: "www",
  hosts: { far: "10.9.0.1" },
  ...{ dns: ["10.5.0.9"], dnsSearch: ["a.example"], dnsOptions: ["ndots:2"] },
  sysctls: { "net.ipv4.ip_default_ttl": "32" },
};

const sorted = ({ publish = [], owner: _owner, ...rest }: Owned & { publish?: string[] }): object => ({
  ...rest,
  publish: [...publish].sort(),
});

describe("a container and its networks", () => {
  it("are taken over by another program of linuxnet, with nothing to change", async () => {
    const made = [
      ["containerNetwork", "br-web", await make("containerNetwork", { ...web, uplink: "enp0s1" }), { mtu: 1500 }],
      ["containerNetwork", "br-back", await make("containerNetwork", back), { mtu: 1500 }],
      ["container", "c1", await make("container", c1), { hostname: "ftp" }],
    ] as const;
    for (const [kind, id, it, change] of [...made].reverse()) {
      const lifecycle = lifecycleOf(kind);
      const found = await lifecycle.read({ owner: OTHER }, id);
      assert.ok(found);
      assert.deepEqual(sorted(found.inputs), sorted(it.inputs));
      assert.equal((found.state as Drifted).drift, undefined);
      it.forget();
      if (kind === "containerNetwork" && id === "br-back") {
        await lifecycle.delete(found.state);
        continue;
      }
      const state = await lifecycle.update(id, found.state, { ...found.inputs, ...change });
      assert.equal(await it.drift(), undefined);
      await lifecycle.delete(state);
    }
  });

  it("are refused where something else stands", async () => {
    const read = (kind: "container" | "containerNetwork", id: string): Promise<unknown> =>
      lifecycleOf(kind).read({ owner: OTHER }, id);
    assert.equal(await read("container", "c9"), undefined);
    assert.equal(await read("containerNetwork", "br-x"), undefined);
    byHand("ip link add br-x type bridge", undefined, "ip link del br-x");
    await make("bridge", { name: "br-y" });
    await make("namespace", { name: "ns0" });
    for (const id of ["br-x", "br-y"]) {
      await assert.rejects(
        read("containerNetwork", id),
        /br-.: cannot import, br-. is no network that a ContainerNetwork of linuxnet made; /,
      );
    }
    for (const id of ["red", "ns0"]) {
      await assert.rejects(
        read("container", id),
        /cannot import, namespace \w+ is none that a Container of linuxnet made; /,
      );
    }
  });
});
