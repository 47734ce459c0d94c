import assert from "node:assert/strict";
import { sh } from "../support/command";
import { it, linksByHand, RED } from "../support/kernel";
import { type Inputs, make } from "../support/made";

const [V4, V6] = [{ destination: "10.1.0.0/16" }, { destination: "fd01::/64" }];
const VIA = { gateway: "10.7.0.2" };
const VIA6 = { gateway: "fd07::2" };

/** Inputs, and the line that `ip route show table all` has for them. */
const SHAPES: [Inputs, string][] = [
  [{ ...V4, ...VIA }, "10.1.0.0/16 via 10.7.0.2 dev out0"],
  [{ ...V4, device: "out1" }, "10.1.0.0/16 dev out1 scope link"],
  [{ ...V4, ...VIA, device: "out0" }, "10.1.0.0/16 via 10.7.0.2 dev out0"],
  [{ ...V4, ...VIA, source: "10.8.0.1" }, "10.1.0.0/16 via 10.7.0.2 dev out0 src 10.8.0.1"],
  [{ ...V4, ...VIA, metric: 50 }, "10.1.0.0/16 via 10.7.0.2 dev out0 metric 50"],
  [{ ...V4, ...VIA, table: "100" }, "10.1.0.0/16 via 10.7.0.2 dev out0 table 100"],
  [{ ...V4, ...VIA, table: 253 }, "10.1.0.0/16 via 10.7.0.2 dev out0 table default"],
  [{ ...V4, gateway: "172.16.0.1", device: "out0", onlink: true }, "10.1.0.0/16 via 172.16.0.1 dev out0 onlink"],
  [{ ...V4, type: "blackhole" }, "blackhole 10.1.0.0/16"],
  [{ ...V4, type: "unreachable" }, "unreachable 10.1.0.0/16"],
  [{ ...V4, type: "prohibit", metric: 7 }, "prohibit 10.1.0.0/16 metric 7"],
  [{ destination: "default", ...VIA, table: "77" }, "default via 10.7.0.2 dev out0 table 77"],
  [{ destination: "0.0.0.0/0", ...VIA, metric: 500 }, "default via 10.7.0.2 dev out0 metric 500"],
  [{ destination: "default", type: "unreachable", metric: 900 }, "unreachable default metric 900"],
  [{ destination: "10.1.2.3", ...VIA }, "10.1.2.3 via 10.7.0.2 dev out0"],
  [{ destination: "10.0.0.0/8", ...VIA }, "10.0.0.0/8 via 10.7.0.2 dev out0"],
  [{ ...V6, ...VIA6 }, "fd01::/64 via fd07::2 dev out0 metric 1024 pref medium"],
  [{ ...V6, device: "out1" }, "fd01::/64 dev out1 metric 1024 pref medium"],
  [{ destination: "default", ...VIA6 }, "default via fd07::2 dev out0 metric 1024 pref medium"],
  [{ destination: "::/0", device: "out0", metric: 0 }, "default dev out0 metric 1024 pref medium"],
  [{ ...V6, ...VIA6, source: "fd08::1", metric: 5 }, "fd01::/64 via fd07::2 dev out0 src fd08::1 metric 5 pref medium"],
  [
    { ...V6, gateway: "fd99::1", device: "out0", onlink: true },
    "fd01::/64 via fd99::1 dev out0 metric 1024 onlink pref medium",
  ],
  [{ ...V6, gateway: "fe80::99", device: "out0" }, "fd01::/64 via fe80::99 dev out0 metric 1024 pref medium"],
  [{ destination: "fd01::5", ...VIA6, table: "100" }, "fd01::5 via fd07::2 dev out0 table 100 metric 1024 pref medium"],
  [{ ...V6, type: "unreachable" }, "unreachable fd01::/64 dev lo metric 1024 pref medium"],
  [{ ...V6, type: "blackhole" }, "blackhole fd01::/64 dev lo metric 1024 pref medium"],
];

describe("route", () => {
  for (const [inputs, want] of SHAPES) {
    it(`stands: ${want}`, async () => {
      linksByHand(RED);
      const made = await make("route", { namespace: RED, ...inputs });
      const lines = [4, 6].flatMap((family) => sh(`ip -${family} route show table all proto 76`, RED).split("\n"));
      const plain = lines.map((line) => line.replace(/ proto 76| error -\d+/g, "").trim()).filter(Boolean);
      assert.deepEqual(plain, [want]);
      await made.settled();
      await made.change({ adopt: true });
      await made.remove();
      await made.remove();
    });
  }
});
