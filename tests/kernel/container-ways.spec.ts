import assert from "node:assert/strict";
import { firewallOf } from "../../provider/host/firewall";
import { localHost } from "../../provider/host/local-host";
import { viewOf } from "../../provider/host/view";
import { Lifecycle } from "../../provider/lifecycle";
import { sh } from "../support/command";
import { isChange } from "../support/faults/parts";
import { it } from "../support/kernel";
import { type Inputs, make } from "../support/made";
import { checked, specOf } from "../support/plan";
import { ask, serve, stopServers } from "../support/traffic";

const FIRST = { name: "first", subnet: "10.5.0.0/24" };
const SECOND = { name: "second", subnet: "10.6.0.0/24", subnet6: "fd06::/64" };

const inFirst = {
  network: { ...FIRST, bridge: "br-first", gateway: "10.5.0.1" },
  address: "10.5.0.2",
};
const inSecond = {
  network: { ...SECOND, bridge: "br-second", gateway: "10.6.0.1", gateway6: "fd06::1" },
  ...{ address: "10.6.0.2", address6: "fd06::2" },
};

async function networks(first: Inputs = {}): Promise<void> {
  await make("containerNetwork", { ...FIRST, ...first });
  await make("containerNetwork", SECOND);
}

describe("the ways of a container", () => {
  afterEach(stopServers);

  it("lead to what another network publishes, also where its own has an uplink", async () => {
    await networks({ uplink: "enp0s1" });
    await make("container", { name: "c1", networks: [inFirst] });
    await make("container", { name: "c2", networks: [inSecond], publish: ["8080:80", "8080:80/udp"] });
    await serve("c2", [80], [["10.6.0.2", 80]]);
    assert.equal(ask("c1", "192.168.64.5", 8080), "10.6.0.1 80");
    assert.match(sh("ip netns exec c1 ping -c1 -W1 8.8.8.8"), /1 received/);
  });

  it("are of IPv6 those of the first network that has it", async () => {
    await networks();
    const container = await make("container", { name: "c1", networks: [inFirst, inSecond], publish: ["8080:80"] });
    await container.settled();
    assert.match(sh("ip -n c1 -4 route show default"), /^default via 10\.5\.0\.1 dev eth0/);
    assert.match(sh("ip -n c1 -6 route show default"), /^default via fd06::1 dev eth1/);
    assert.equal(sh("ip -n c1 -6 address show dev eth0"), "");
    await serve("c1", [80]);
    assert.equal(ask("wan", "192.168.64.5", 8080), "192.168.64.1 80");
    assert.match(sh("ip6tables -w -t nat -S"), /--dport 8080 .*\[fd06::2\]:80/);
    await container.change({ networks: [inFirst] });
    await container.change({ networks: [inSecond, inFirst] });
  });

  for (const { name, value } of [
    { name: "all", value: "0" },
    { name: "default", value: "0" },
  ]) {
    it(`heed what a program says of IPv6 on ${name} interfaces`, async () => {
      await networks();
      const sysctls = { [`net.ipv6.conf.${name}.disable_ipv6`]: value };
      await (await make("container", { name: "c1", networks: [inFirst], sysctls })).settled();
    });
  }

  it("go with its namespace, where the next run ends a change to the host's network that was cut off last", async () => {
    await networks();
    const container = await make("container", { name: "c1", networks: [inFirst], publish: ["8080:80"] });
    const { owner } = container.inputs;
    const wanted = checked("container", { name: "c1", network: "host", owner });
    let isLast = false;
    const run: typeof localHost.run = async (command) => {
      if (isLast && isChange(command)) throw new Error("killed");
      return localHost.run(command);
    };
    const lifecycle = new Lifecycle(specOf("container"), { run }, firewallOf({ run }), viewOf(localHost));
    await lifecycle.update(container.id, container.state, wanted);
    isLast = true;
    // The engine does not know of it.
    await container.change({ networks: undefined, publish: undefined, network: "host" });
  });
});
