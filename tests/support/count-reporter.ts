import { writeFileSync } from "node:fs";
import Mocha from "mocha";
import { figures } from "./figures";

/** Mocha's spec reporter, which also leaves its counts, what failed and the specs' figures in the file that COUNTS names. */
class CountReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(
        process.env.COUNTS ?? "/dev/null",
        JSON.stringify({
          passed: passes,
          failed: failures,
          skipped: pending,
          failures: this.failures.map((test) => `${test.fullTitle()}: ${test.err?.message ?? ""}`),
          figures: figures(),
        }),
      );
    });
  }
}

// What mocha loads is the class itself.
export = CountReporter;
