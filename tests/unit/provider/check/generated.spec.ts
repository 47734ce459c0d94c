import assert from "node:assert/strict";
import fc from "fast-check";
import { CONTRADICTIONS } from "../../../support/arbitraries/contradictions";
import { RIGHT } from "../../../support/arbitraries/kinds";
import { MUTATIONS } from "../../../support/arbitraries/mutations";
import { type Inputs, type Kind, OWNER, pureLifecycle } from "../../../support/plan";

/** A failure shows the seed; every run has the same. */
const SEED = 20260801;

const RIGHT_RUNS = 10_000;
const WRONG_RUNS = 10_000;
const kinds = Object.keys(RIGHT) as Kind[];

function canonicalOver(inputs: Inputs, canonical: Inputs): Inputs {
  const { peer, ...rest } = canonical as Inputs & { peer?: Inputs };
  return { ...inputs, ...rest, ...(peer ? { peer: { ...(inputs.peer as Inputs), ...peer } } : {}) };
}

describe("generated inputs that are right", () => {
  for (const kind of kinds) {
    it(`of a ${kind} become canonical`, () => {
      const lifecycle = pureLifecycle(kind);
      fc.assert(
        fc.property(RIGHT[kind](["ns0", undefined]), ({ given, canonical }) => {
          const { inputs, failures } = lifecycle.check({ owner: OWNER, ...given });
          assert.deepEqual(failures, []);
          assert.deepEqual(inputs, canonicalOver(inputs as Inputs, canonical));
          assert.deepEqual(
            lifecycle.check({ ...inputs }),
            { inputs, failures: [] },
            "canonical inputs stay as they are",
          );
        }),
        { seed: SEED, numRuns: Math.ceil(RIGHT_RUNS / kinds.length) },
      );
    });
  }
});

describe("generated inputs that are wrong", () => {
  const wrong = [...MUTATIONS, ...CONTRADICTIONS];
  const numRuns = Math.ceil(WRONG_RUNS / wrong.length);
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

  it(`are ${WRONG_RUNS} or more`, () => assert.ok(wrong.length * numRuns >= WRONG_RUNS));
});
