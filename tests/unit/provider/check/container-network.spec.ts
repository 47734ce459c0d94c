import assert from "node:assert/strict";
import { checked, OWNER } from "../../../support/plan";
import { quoted, type RefusalCase, testRefusals, WANTED } from "../../../support/refusal-table";

const net = { name: "web", subnet: "10.0.0.0/24" };

testRefusals("containerNetwork", [
  [{ name: "web" }, ["subnet", WANTED.value, "nothing"]],
  [{ subnet: net.subnet }, ["name", WANTED.value, "nothing"]],
  ...["", "10.0.0.0/33", "localhost", "010.0.0.0/24"].map((subnet): RefusalCase => [
    { ...net, subnet },
    ["subnet", WANTED.network, quoted(subnet)],
  ]),
  [{ ...net, subnet: "0.0.0.0/0" }, ["subnet", WANTED.partial, '"0.0.0.0/0"']],
  [{ ...net, subnet: "fd00::/64" }, ["subnet", "an IPv4 network", '"fd00::/64"']],
  [{ ...net, subnet6: "10.1.0.0/24" }, ["subnet6", "an IPv6 network", '"10.1.0.0/24"']],
  ...["10.0.0.0/31", "10.0.0.0/32"].map((subnet): RefusalCase => [
    { ...net, subnet },
    ["subnet", "a network with room for a gateway and a container", quoted(subnet)],
  ]),
  ...["10.0.1.1", "10.0.0.0", "10.0.0.255", "fd00::1"].map((gateway): RefusalCase => [
    { ...net, gateway },
    ["gateway", "an address of a host in 10.0.0.0/24", quoted(gateway)],
  ]),
  [{ ...net, gateway: "10.0.0.1/24" }, ["gateway", WANTED.host, '"10.0.0.1/24"']],
  [{ ...net, gateway6: "fd00::1" }, ["gateway6", "none without a subnet6", '"fd00::1"']],
  [{ ...net, uplink: "br-web" }, ["uplink", "an interface other than the network's own bridge", '"br-web"']],
  [
    { ...net, internal: true, uplink: "eth0" },
    ["uplink", "none for an internal network, which has no way out", '"eth0"'],
  ],
  [{ ...net, subnet6: "fd00::/64", mtu: 1200 }, ["mtu", "at least 1280, for IPv6", "1200"]],
  [{ ...net, bridge: "lo" }, ["bridge", WANTED.notLo, '"lo"']],
  [{ ...net, isolated: "yes" }, ["isolated", WANTED.flag, '"yes"']],
]);

describe("a container network", () => {
  it("has a bridge of its name, and the first address of each subnet", () => {
    const subnet6 = "fd00:0001::5/64";
    assert.deepEqual(checked("containerNetwork", { ...net, subnet6 }), {
      ...{ name: "web", subnet: "10.0.0.0/24", subnet6: "fd00:1::/64", bridge: "br-web", mtu: 1500, owner: OWNER },
      ...{ gateway: "10.0.0.1", gateway6: "fd00:1::1", internal: false, isolated: false },
    });
  });

  it("has a bridge of twelve digits where its name is too long for an interface", () => {
    const { bridge } = checked("containerNetwork", { ...net, name: "backend-network" }) as unknown as {
      bridge: string;
    };
    assert.match(bridge, /^br-[0-9a-f]{12}$/);
  });
});
