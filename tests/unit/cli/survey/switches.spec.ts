import assert from "node:assert/strict";
import { idleSwitches } from "../../../../cli/survey/switches";
import type { Host } from "../../../../provider/host/host";
import type { Tables } from "../../../../provider/iptables/chains";
import { owner } from "../../../support/owner";

const tables = (chains: Record<string, string[]> = {}): Tables =>
  new Map([["filter", new Map(Object.entries(chains))]]);
const [FWD, BR] = [`LN-FWD-${owner("a")}`, `LN-BR-${owner("a")}`];
const V4 = { key: "net.ipv4.ip_forward", was: "0" };
const V6 = { key: "net.ipv6.conf.all.forwarding", was: "0" };
const withoutNft: Host = { run: () => Promise.resolve("") };

describe("an idle parameter", () => {
  for (const { name, v4 = tables(), v6 = tables(), want = [] } of [
    {
      name: "is one that was switched on, and that no chain needs",
      v4: tables({ "LN-WAS-ip_forward-0": [] }),
      want: [V4],
    },
    { name: "is of the family of its marker", v6: tables({ "LN-WAS-forwarding-0": [] }), want: [V6] },
    { name: "is not kept by a chain that needs none", v4: tables({ "LN-WAS-ip_forward-0": [], [BR]: [] }), want: [V4] },
    { name: "is none that a chain needs", v4: tables({ "LN-WAS-ip_forward-0": [], [FWD]: [] }) },
    { name: "is none that linuxnet did not switch on", v4: tables({ FORWARD: [] }) },
    {
      name: "is none that rules of others may need",
      v4: tables({ "LN-WAS-ip_forward-0": [], FORWARD: ["-s 10.9.0.0/16 -j ACCEPT"] }),
    },
  ]) {
    it(name, async () => assert.deepEqual(await idleSwitches(withoutNft, undefined, { 4: v4, 6: v6 }), want));
  }
});
