import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { FULL, sized } from "../faults-size";
import { dump } from "../faults/dump";
import { count, figures } from "../figures";
import { it } from "../kernel";
import { assertSame } from "../snapshot";
import { Stack } from "../stack";
import { comparable } from "./comparable";
import { FIRST, SECOND } from "./network";
import { gone, killAll } from "./processes";
import { Running } from "./running";

/** In each round a create, an update and a destroy are killed. */
const ROUNDS = sized(6, 1);

/** How often each of them is, the next time over what the last left, before one that nothing disturbs. */
const IN_A_ROW = sized(4, 1);

/** How many more steps than chosen may be waited for. */
const MOST_MORE = 4;

/** What the whole suite has at least. */
const LEAST_KILLS = 60;

/** No process of ours may outlive the CLI for longer. */
const OUTLIVES_MS = 5000;

/** Kills come up to this long after a step is done: before, within and after the next ones. */
const SPREAD_MS = 30;

type Victim = "CLI" | "provider";

/** An operation, and what it makes of what in a run that nothing disturbs. */
interface Work {
  name: "create" | "update" | "destroy";
  operation: "up" | "destroy";
  folder: string;
  steps: number;
  /** Quick looks at the kernel before and after. */
  from: string;
  to: string;
  /** All of the kernel after it. */
  after: string;
}

interface Exported {
  deployment: { resources?: unknown[]; pending_operations?: unknown[] };
}

/** Kills a victim at random instants of operations on a network of all kinds: the next run ends what it began. */
export function describeKills(victim: Victim): void {
  describe(`a ${victim} that is killed at any instant`, function () {
    this.timeout(120_000);
    let stack: Stack;
    let works: Work[];

    before(async () => {
      stack = await Stack.open("linuxnet-kills");
      cpSync(join(stack.folder, "state"), join(stack.folder, "pristine"), { recursive: true });
      works = await undisturbed(stack);
    });

    after(() => stack.remove());

    for (let round = 1; round <= ROUNDS; round++) {
      it(`has its work ended by the next run: ${round} of ${ROUNDS}`, async () => {
        rmSync(join(stack.folder, "state"), { recursive: true });
        cpSync(join(stack.folder, "pristine"), join(stack.folder, "state"), { recursive: true });
        for (const work of works) {
          let [left, standing] = [work.steps, work.from];
          for (let times = IN_A_ROW; times > 0 && left > 2; times--) {
            const steps = 1 + Math.floor((Math.random() * (left - 2)) / times);
            const run = await killed(stack, { ...work, from: standing }, victim, steps);
            [left, standing] = [left - run.stepsDone, run.between];
          }
          await ended(stack, work, round);
        }
      });
    }

    if (!FULL) return;
    globalThis.it(`is killed ${LEAST_KILLS} times at least, two of three in the middle of the work`, () => {
      const kills = figures().filter(({ name }) => name === figureOf(victim));
      const [done, of] = (["done", "of"] as const).map((key) => kills.reduce((sum, it) => sum + it[key], 0));
      assert.ok(3 * (done ?? 0) >= 2 * (of ?? 0), `${done} of ${of}`);
      assert.ok((of ?? 0) >= LEAST_KILLS, `${of}`);
    });
  });
}

function figureOf(victim: Victim): string {
  return `kills of the ${victim} mid-work`;
}

/** Runs all once without a kill. */
async function undisturbed(stack: Stack): Promise<Work[]> {
  const first = stack.program(FIRST, "first", "{}");
  const second = stack.program(SECOND, "second", "{}");
  const works: Work[] = [];
  for (const [name, operation, folder] of [
    ["create", "up", first],
    ["update", "up", second],
    ["destroy", "destroy", second],
  ] as const) {
    const from = await look();
    const { steps } = await stack.run(operation, folder);
    const changing = steps.filter((step) => !step.startsWith("replace "));
    works.push({ name, operation, folder, steps: changing.length, from, to: await look(), after: await comparable() });
  }
  return works;
}

/** A quick look at the kernel, the same for two networks of the same configuration in whatever order their parts were made. */
async function look(): Promise<string> {
  return (await dump()).split("\n").sort().join("\n");
}

/**
 * Lets an operation do some steps, and more while it only takes back what an earlier run has made, and kills the victim.
 * Answers how many steps are done, and how the kernel looks.
 */
async function killed(
  stack: Stack,
  { name, operation, folder, from, to }: Work,
  victim: Victim,
  steps: number,
): Promise<{ stepsDone: number; between: string }> {
  const running = new Running(stack, operation, folder);
  await running.afterSteps(steps);
  for (let more = 1; more <= MOST_MORE && (await look()) === from; more++) await running.afterSteps(steps + more);
  await passed(Math.random() * SPREAD_MS);
  if (victim === "CLI") running.signal("SIGKILL");
  else killAll("provider");
  await running.ended;
  for (const role of ["provider", "program"] as const) await gone(role, OUTLIVES_MS);
  killAll("language host"); // It ends by itself, five minutes after the CLI.
  const between = await look();
  count(figureOf(victim), between !== from && between !== to, name);
  if (victim === "CLI") await stack.cancel();
  return { stepsDone: running.stepsDone, between };
}

/** One more run, with a refresh before it in every other round, ends the work: in the kernel, and in the state. */
async function ended(stack: Stack, { operation, folder, after }: Work, round: number): Promise<void> {
  await stack.run(operation, folder, ...(round % 2 === 0 ? ["--refresh"] : []));
  assertSame(await comparable(), after);
  if (operation === "up") await stack.run("refresh", folder, "--clear-pending-creates", "--expect-no-changes");
  const { resources = [], pending_operations: pending = [] } = (JSON.parse(await stack.export()) as Exported)
    .deployment;
  assert.deepEqual(pending, []);
  if (operation === "destroy") assert.deepEqual(resources, []);
}
