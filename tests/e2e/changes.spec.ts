import assert from "node:assert/strict";
import { program, ROWS } from "../support/change-rows";
import { Stack } from "../support/stack";

describe("a change of a property, to the engine", function () {
  let stack: Stack;

  before(async () => {
    stack = await Stack.open("linuxnet-changes");
    await stack.run("up", stack.program(program(ROWS.map((row) => ({ ...row, name: row.was, inputs: row.from })))));
  });

  after(async () => {
    await stack.run("destroy", stack.program(program([])));
    stack.remove();
  });

  for (const operation of ["preview", "up"] as const) {
    describe(operation, () => {
      let done: Awaited<ReturnType<Stack["run"]>>;

      before(async () => {
        done = await stack.run(operation, stack.program(program(ROWS.map((row) => ({ ...row, inputs: row.to })))));
      });

      for (const { name, path, replaces } of ROWS) {
        it(`${name} is ${replaces ? "a replacement" : "an update"}`, () => {
          const steps = done.steps.filter((step) => step.endsWith(` ${name}`)).map((step) => step.split(" ", 1)[0]);
          assert.deepEqual(steps.sort(), replaces ? ["create-replacement", "delete-replaced", "replace"] : ["update"]);
          const property = path.split(".", 1)[0] as string;
          assert.ok(done.changes.get(name)?.includes(property), `it says: ${done.changes.get(name)?.join()}`);
          assert.deepEqual(done.reasons.get(name), replaces ? [property] : undefined);
        });
      }

      it("nothing else changes", () => {
        const names = new Set(done.steps.map((step) => step.slice(step.indexOf(" ") + 1)));
        assert.deepEqual([...names].sort(), ROWS.map(({ name }) => name).sort());
      });
    });
  }
});
