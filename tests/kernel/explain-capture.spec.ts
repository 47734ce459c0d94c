import assert from "node:assert/strict";
import { CASES } from "../support/explain-cases";
import { CASES_6 } from "../support/explain-cases-6";
import { build, fallen, standing } from "../support/explain-network";
import { proven } from "../support/explained";
import { standingOf } from "../support/wipe";

describe("explain, with what tcpdump sees of a real packet", () => {
  const before = new Map([undefined, "wan"].map((place) => [place, standingOf(place)] as const));

  afterEach(() => fallen(before));

  for (const { what, broken = "", from, to, udp = false, reason } of [...CASES, ...CASES_6]) {
    it(`agrees: ${reason ?? "arrives"}: ${what}${to.includes("::") ? ", by IPv6" : ""}`, async () => {
      await standing();
      build(broken);
      const proof = await proven(from, to, udp);
      assert.ok(proof.agrees, JSON.stringify(proof, undefined, 1));
    });
  }
});
