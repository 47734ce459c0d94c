import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalOver } from "../../../support/arbitraries/canonical";
import { RIGHT } from "../../../support/arbitraries/kinds";
import { SEED } from "../../../support/arbitraries/seed";
import { type AnyKind, OWNER, pureLifecycle } from "../../../support/plan";

const RUNS = 10_000;
const kinds = Object.keys(RIGHT) as AnyKind[];

describe("generated inputs that are right", () => {
  for (const kind of kinds) {
    it(`of a ${kind} become canonical`, () => {
      const lifecycle = pureLifecycle(kind);
      fc.assert(
        fc.property(RIGHT[kind](["ns0", undefined]), ({ given, canonical }) => {
          const { inputs, failures } = lifecycle.check({ owner: OWNER, ...given });
          assert.deepEqual(failures, []);
          assert.deepEqual(inputs, canonicalOver(inputs, canonical));
          assert.deepEqual(
            lifecycle.check({ ...inputs }),
            { inputs, failures: [] },
            "canonical inputs stay as they are",
          );
        }),
        { seed: SEED, numRuns: Math.ceil(RUNS / kinds.length) },
      );
    });
  }
});
