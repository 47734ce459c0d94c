import assert from "node:assert/strict";
import { makeUplinks } from "../../cli/explain/uplink";
import { localHost } from "../../provider/host/local-host";
import { build, fallen, standing } from "../support/explain-network";
import { explained } from "../support/explained";
import { standingOf } from "../support/wipe";

/** Where the network behind the uplink is bound: it has no name. */
const OUTSIDE = "/run/outside";

describe("explain, of what leaves this machine", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  beforeEach(async () => {
    await standing();
    build(`ip route del default\nip -6 route del default\ntouch ${OUTSIDE}\nunshare --net=${OUTSIDE} true`);
    const routes = [
      { family: 4 as const, gateway: "192.168.77.1", metric: 0 },
      { family: 6 as const, gateway: "fe80::1", metric: 1024 },
    ];
    const addresses = ["fd77::5/64", "192.168.77.5/24"];
    await makeUplinks(localHost, [{ device: "up0", mtu: 1500, addresses, routes }], OUTSIDE);
  });

  afterEach(async () => {
    build(`ip link del up0\numount ${OUTSIDE}\nrm ${OUTSIDE}\nip route add default via 192.168.64.1`);
    await fallen(before);
  });

  it("arrives where an answer finds its way back", async () => {
    for (const [from, to] of [
      ["ns0", "8.8.8.8"],
      ["host", "8.8.8.8"],
      ["host", "fd99::1"],
    ] as const) {
      const { arrives, isOutside, at } = await explained(from, to);
      assert.deepEqual({ arrives, isOutside, at }, { arrives: true, isOutside: true, at: undefined }, to);
    }
  });

  it("does not where nobody there knows its source", async () => {
    build("iptables -t nat -F POSTROUTING");
    const { arrives, stop } = await explained("ns0", "8.8.8.8");
    assert.deepEqual([arrives, stop?.reason], [false, "no-way-back"]);
    assert.match(stop?.text ?? "", /leaves by up0 with the source 10\.0\.0\.2/);
  });
});
