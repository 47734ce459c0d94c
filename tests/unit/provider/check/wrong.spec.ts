import assert from "node:assert/strict";
import fc from "fast-check";
import { CONTRADICTIONS } from "../../../support/arbitraries/contradictions";
import { MUTATIONS } from "../../../support/arbitraries/mutations";
import { SEED } from "../../../support/arbitraries/seed";
import { OWNER, pureLifecycle } from "../../../support/plan";

const RUNS = 10_000;

describe("generated inputs that are wrong", () => {
  const wrong = [...MUTATIONS, ...CONTRADICTIONS];
  const numRuns = Math.ceil(RUNS / wrong.length);
  for (const { kind, path, inputs } of wrong) {
    it(`${path} of a ${kind} is refused, and nothing else`, () => {
      const lifecycle = pureLifecycle(kind);
      fc.assert(
        fc.property(inputs, (given) => {
          const { failures } = lifecycle.check({ owner: OWNER, ...given });
          assert.notDeepEqual(failures, []);
          for (const { property, reason } of failures) {
            assert.equal(property, path.split(".", 1)[0]);
            assert.match(reason, new RegExp(`^${path}[:[.].*expected .*, got `, "s"));
            assert.ok(reason.length < 1000);
          }
        }),
        { seed: SEED, numRuns },
      );
    });
  }

  it(`are ${RUNS} or more`, () => assert.ok(wrong.length * numRuns >= RUNS));
});
