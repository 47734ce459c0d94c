import assert from "node:assert/strict";
import { type Check, type CheckFailure, failure, object, optional, UNKNOWN } from "../../provider/inputs/check";

/** What a checker lets through and as what, and what it refuses: each value with the text that the message shows. */
export interface CheckTable {
  check: Check<{}>;
  valid: (readonly [given: unknown, want: unknown])[];
  expected: string;
  refused: (readonly [given: unknown, got: string])[];
}

/** What a check makes of a value, and all that it refuses. */
export function runCheck<T>(check: Check<T>, value: unknown): { value: T | undefined; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const refuse = (path: string, expected: string, got: unknown): undefined =>
    void failures.push(failure(path, expected, got));
  return { value: check(value, "", refuse), failures };
}

/** One test a row: the value stands in a property `it`. */
export function testCheck(name: string, { check, valid, expected, refused }: CheckTable): void {
  const run = (it: unknown) => runCheck(object<{ it?: {} }>({ it: optional(check) }), { it });
  describe(name, () => {
    for (const [given, want] of valid) {
      it(`takes ${JSON.stringify(given)}`, () => {
        assert.deepEqual(run(given), { value: { it: want }, failures: [] });
        assert.deepEqual(run(want).value, { it: want }, "canonical text stays as it is");
      });
    }
    for (const [given, got] of refused) {
      it(`refuses ${got}`, () => {
        assert.deepEqual(run(given).failures, [{ property: "it", reason: `it: expected ${expected}, got ${got}` }]);
      });
    }
    it("lets an unknown value pass", () => {
      assert.deepEqual(run(UNKNOWN), { value: { it: UNKNOWN }, failures: [] });
    });
  });
}
