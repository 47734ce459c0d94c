import assert from "node:assert/strict";
import { succeeds } from "../support/command";
import { CASES } from "../support/explain-cases";
import { build, standing } from "../support/explain-network";
import { proven } from "../support/explained";
import { stopServers } from "../support/traffic";
import { standingOf, wipe } from "../support/wipe";

describe("explain, with what tcpdump sees of a real packet", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  afterEach(async () => {
    await stopServers();
    wipe(before);
    succeeds(["ip", "route", "flush", "dev", "enp0s1", "10.0.0.2"]);
  });

  for (const { what, broken = "", from, to, udp = false, reason } of CASES) {
    it(`agrees: ${reason ?? "arrives"}: ${what}`, async () => {
      await standing();
      build(broken);
      const proof = await proven(from, to, udp);
      assert.ok(proof.agrees, JSON.stringify(proof, undefined, 1));
    });
  }
});
