import assert from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN } from "../../../../provider/inputs/check";
import { leadsTo } from "../../../../provider/inputs/path";
import { canonicalOver } from "../../../support/arbitraries/canonical";
import { CONTRADICTIONS } from "../../../support/arbitraries/contradictions";
import { RIGHT } from "../../../support/arbitraries/kinds";
import { SEED } from "../../../support/arbitraries/seed";
import { type Inputs, type AnyKind, OWNER, pureLifecycle, specOf } from "../../../support/plan";

const RUNS = 3000;
const kinds = Object.keys(RIGHT) as AnyKind[];

/** The paths of all values in inputs: that of `peer.addresses[0]` is `peer/addresses/0`. */
function pathsOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, it]) => pathsOf(it, path === "" ? name : `${path}/${name}`));
  return path === "" ? inner : [path, ...inner];
}

/** Inputs of which the values at some paths are not known yet. */
function withUnknown(value: unknown, unknown: readonly string[], path = ""): unknown {
  if (unknown.includes(path)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  const at = (name: string): string => (path === "" ? name : `${path}/${name}`);
  if (Array.isArray(value)) return value.map((it, index) => withUnknown(it, unknown, at(String(index))));
  return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, withUnknown(it, unknown, at(name))]));
}

describe("generated inputs that are not all known yet", () => {
  for (const kind of kinds) {
    it(`of a ${kind} are not refused, and stay unknown`, () => {
      const lifecycle = pureLifecycle(kind);
      const partly = RIGHT[kind](["ns0", undefined]).chain(({ canonical }) =>
        fc
          .oneof(
            fc.constantFrom(...pathsOf(canonical)).map((path) => [path]),
            fc.subarray(pathsOf(canonical), { minLength: 1 }),
          )
          .map((unknown) => ({ canonical, unknown })),
      );
      fc.assert(
        fc.property(partly, ({ canonical, unknown }) => {
          const given = withUnknown(canonical, unknown) as Inputs;
          const { inputs, failures } = lifecycle.check({ owner: OWNER, ...given });
          assert.deepEqual(failures, []);
          assert.deepEqual(inputs, canonicalOver(inputs, given));
        }),
        { seed: SEED, numRuns: Math.ceil(RUNS / kinds.length) },
      );
    });
  }

  for (const { kind, path, inputs } of CONTRADICTIONS) {
    it(`hide no more of ${path} of a ${kind} than needs them`, () => {
      const spec = specOf(kind);
      const needed = (spec.crossChecks ?? []).flatMap(({ needs }) => needs);
      const lifecycle = pureLifecycle(kind);
      const reasonsOf = (given: Inputs): string[] =>
        lifecycle.check({ owner: OWNER, ...given }).failures.map(({ reason }) => reason);
      fc.assert(
        fc.property(inputs, (given) => {
          const unconcerned = Object.keys(spec.fields).filter((name) => !needed.some((need) => leadsTo(name, need)));
          const hidden = Object.fromEntries(unconcerned.map((name) => [name, UNKNOWN]));
          assert.deepEqual(reasonsOf({ ...given, ...hidden }), reasonsOf(given));
          for (const name of Object.keys(given)) {
            const left = reasonsOf({ ...given, [name]: UNKNOWN });
            assert.ok(
              left.every((reason) => reasonsOf(given).includes(reason)),
              `${name}: ${left.join()}`,
            );
          }
        }),
        { seed: SEED, numRuns: 20 },
      );
    });
  }
});
