import assert from "node:assert/strict";
import { deliveryStop } from "../../../../provider/packets/delivery";
import { networkWith, packetWith } from "../../../support/packets";

describe("a packet for a server", () => {
  const network = networkWith({
    listeners: [{ protocol: "tcp", address: undefined, families: [4], port: 80, device: "eth1" }],
  });

  it("is taken from the interface on which it listens", () => {
    assert.equal(deliveryStop(network, packetWith(), "eth1"), undefined);
  });

  it("is taken from no other", () => {
    for (const device of ["eth0", "lo"]) {
      const stop = deliveryStop(network, packetWith(), device);
      assert.match(stop?.text ?? "", /nothing listens on tcp 10\.0\.0\.2:80, only on eth1$/);
    }
  });
});
