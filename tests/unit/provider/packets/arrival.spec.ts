import assert from "node:assert/strict";
import { arrivalStop } from "../../../../provider/packets/arrival";
import type { Network } from "../../../../provider/packets/network";
import { linkWith, networkWith, packetWith, policyRuleWith, routeWith } from "../../../support/packets";

const IN = linkWith({ name: "eth.0", addresses: ["10.0.0.2/24"] });
const OUT = linkWith({ name: "eth1", index: 3, addresses: ["10.1.0.1/24"] });
const MAIN = policyRuleWith({ priority: 32766 });

/** What a strict network does with a packet from 10.0.0.3 that comes by eth.0. */
function strict(told: Partial<Network>, destination = "10.0.0.2"): ReturnType<typeof arrivalStop> {
  const sysctls = { "net.ipv4.conf.eth/0.rp_filter": "1" };
  const network = networkWith({ links: [IN, OUT], sysctls, rules: [MAIN], ...told });
  return arrivalStop(network, IN, packetWith({ destination }));
}

describe("a reverse path filter", () => {
  const wrong = routeWith({ destination: "10.0.0.0/24", device: "eth1" });
  const right = routeWith({ destination: "10.0.0.0/24", device: "eth.0", table: "100" });

  it("refuses what the answer would leave by another interface, and is loosened by the name that sysctl(8) takes", () => {
    const stop = strict({ routes: [wrong] });
    assert.equal(stop?.reason, "rp-filter");
    assert.deepEqual(
      stop.fix.map(({ command }) => command),
      ["sysctl -w net.ipv4.conf.eth/0.rp_filter=2", "ip route replace 10.0.0.3 dev eth.0"],
    );
  });

  it("is helped by a route alone where none leads back", () => {
    const fix = strict({ sysctls: { "net.ipv4.conf.all.rp_filter": "1" } })?.fix;
    assert.deepEqual(
      fix?.map(({ command }) => command),
      ["ip route replace 10.0.0.3 dev eth.0"],
    );
  });

  for (const [what, told, destination] of [
    ["from its own address", { from: "10.0.0.2/32" }, "10.0.0.2"],
    ["from the address that is asked", { from: "10.1.0.0/24" }, "10.1.0.9"],
    ["of its own packets", { inInterface: "lo" }, "10.0.0.2"],
    ["of what comes by the interface by which the packet goes on", { inInterface: "eth1" }, "10.1.0.9"],
  ] as const) {
    it(`asks rules ${what}`, () => {
      const onward = routeWith({ destination: "10.1.0.0/24", device: "eth1" });
      const rules = [policyRuleWith({ priority: 100, table: "100", ...told }), MAIN];
      assert.equal(strict({ routes: [wrong, right, onward], rules }, destination), undefined);
    });
  }
});

describe("a source that is the network's own", () => {
  it("is told in words, for no command helps", () => {
    const network = networkWith({ links: [linkWith({ name: "eth0", addresses: ["10.0.0.3/24"] })] });
    const stop = arrivalStop(network, IN, packetWith());
    assert.deepEqual(stop?.fix, [{ place: undefined, command: "give 10.0.0.3 to one network alone" }]);
  });
});
