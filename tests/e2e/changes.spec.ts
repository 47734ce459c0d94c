import assert from "node:assert/strict";
import { changed, type Changes, changesOf, KINDS } from "../support/changes";
import type { Inputs, Kind } from "../support/plan";
import { Stack } from "../support/stack";

/** One property of one resource that changes. */
interface Row {
  /** The resource's name, and that which it had. */
  name: string;
  was: string;
  kind: Kind;
  path: string;
  replaces: boolean;
  from: Inputs;
  to: Inputs;
}

/** Without what not every kernel has. A device has one qdisc. */
const ROWS: readonly Row[] = KINDS.filter((kind) => kind !== "qdisc")
  .flatMap((kind) =>
    changesOf(kind, 0).flatMap(({ from, updates, replacements }, table) =>
      [...Object.keys(updates), ...Object.keys(replacements)]
        .filter(() => !("vlans" in from || "vlanFiltering" in from))
        .map((path) => ({ kind, path, table })),
    ),
  )
  .map(({ kind, path, table }, number) => {
    const { from, updates, replacements } = changesOf(kind, number)[table] as Changes;
    const was = `${kind} ${path}`;
    const replaces = path in replacements;
    // A resource gets another owner with another name.
    if (path === "owner") return { name: `${was} renamed`, was, kind, path, replaces, from, to: from };
    const to = changed(from, path, (replaces ? replacements : updates)[path]);
    return { name: was, was, kind, path, replaces, from, to };
  });

/**
 * All resources in one program, in a namespace with two bridges; another one is there to move to. Rules of policy routing,
 * which may leave nothing reachable, are apart.
 */
function program(resources: readonly { kind: Kind; name: string; was: string; inputs: Inputs }[]): string {
  return `
    const places = ["site", "lab"].flatMap((name) => {
      const namespace = new linuxnet.Namespace(name);
      return ["10.0.0.2/24 10.0.0.4/24", "10.0.0.6/24"].map((addresses, index) =>
        new linuxnet.Bridge(name + " br" + index, { name: "br" + index, namespace, addresses: addresses.split(" ") }));
    });
    places.push(new linuxnet.Namespace("apart"));
    for (const { kind, name, was, inputs } of ${JSON.stringify(resources)}) {
      const place = kind === "rule" ? "apart" : "site";
      const args = kind === "namespace" ? inputs : { namespace: place, ...inputs };
      const aliases = was === name ? [] : [{ name: was }];
      new linuxnet[kind[0].toUpperCase() + kind.slice(1)](name, args, { dependsOn: places, aliases });
    }`;
}

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
