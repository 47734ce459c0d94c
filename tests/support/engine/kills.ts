import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as passed } from "node:timers/promises";
import { FULL, sized } from "../size";
import { dump } from "../faults/dump";
import { count, figures } from "../figures";
import { it } from "../kernel";
import { assertSame } from "../snapshot";
import { Stack } from "../stack";
import { comparable } from "./comparable";
import { FIRST_OF_ALL, SECOND_OF_ALL } from "./network";
import { gone, killAll } from "./processes";
import { Running } from "./running";

/** In each round a create, an update and a destroy are killed. */
const ROUNDS = sized(5, 1);

/** How often each of them is, the next time over what the last left, before one that nothing disturbs. */
const IN_A_ROW = sized(5, 1);

/**
 * In all rounds but the third the engine takes one step after the other, so that one kill leaves enough for the next. In that
 * one what has begun ends at once, and there is enough for two.
 */
const isSerial = (round: number): boolean => round !== 3;
const IN_PARALLEL = Math.min(2, IN_A_ROW);

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
    let stack: Stack;
    let works: [create: Work, update: Work, destroy: Work];

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
        const isRefreshed = round % 2 === 0;
        for (const work of works) {
          await killedInARow(stack, work, victim, isSerial(round));
          // Who thinks better of a destroy has what it removed from a resource by then brought back by a refresh.
          if (work.operation === "destroy" && round === ROUNDS) await ended(stack, works[1], true);
          await ended(stack, work, isRefreshed);
          if (!isRefreshed || work.name !== "create") await assertClean(stack, work);
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
async function undisturbed(stack: Stack): Promise<[create: Work, update: Work, destroy: Work]> {
  const [first, second] = [stack.program(FIRST_OF_ALL, "first", "{}"), stack.program(SECOND_OF_ALL, "second", "{}")];
  const work = async (name: Work["name"], operation: Work["operation"], folder: string): Promise<Work> => {
    const from = await look();
    const { steps } = await stack.run(operation, folder);
    const changing = steps.filter((step) => !step.startsWith("replace "));
    return { name, operation, folder, steps: changing.length, from, to: await look(), after: await comparable() };
  };
  return [
    await work("create", "up", first),
    await work("update", "up", second),
    await work("destroy", "destroy", second),
  ];
}

/** A quick look at the kernel, the same for two networks of the same configuration in whatever order their parts were made. */
async function look(): Promise<string> {
  return (await dump()).split("\n").sort().join("\n");
}

/** Kills one run after the other, each somewhere in what the last left of the work. */
async function killedInARow(stack: Stack, work: Work, victim: Victim, inSeries: boolean): Promise<void> {
  const words = inSeries ? ["--parallel", "1"] : [];
  let [left, from] = [work.steps, work.from];
  for (let times = inSeries ? IN_A_ROW : IN_PARALLEL; times > 0; times--) {
    // What is done first may only take back what the last run had begun; what is done last is the end of the work.
    const least = left === work.steps ? 1 : 2;
    const steps = least + Math.floor(Math.random() * Math.max(1, (left - 1 - 2 * times) / times));
    if (steps > left - 2) return;
    const running = new Running(stack, work.operation, work.folder, ...words);
    const isStruck = await killed(running, victim, steps);
    const between = await look();
    if (isStruck) count(figureOf(victim), between !== from && between !== work.to, work.name);
    if (victim === "CLI") await stack.cancel();
    [left, from] = [left - running.stepsDone, between];
  }
}

/** Kills the victim when some steps are done, and waits until all of Pulumi has ended. Answers whether there was anything to kill. */
async function killed(running: Running, victim: Victim, steps: number): Promise<boolean> {
  await running.afterSteps(steps);
  await passed(Math.random() * SPREAD_MS);
  const isStruck = victim === "CLI" ? running.signal("SIGKILL") : killAll("provider") > 0;
  await running.ended;
  for (const role of ["provider", "program"] as const) await gone(role, OUTLIVES_MS);
  killAll("language host"); // It ends by itself, five minutes after the CLI.
  return isStruck;
}

/** One more run, with a refresh before it or without, ends the work. */
async function ended(stack: Stack, { operation, folder, after }: Work, isRefreshed: boolean): Promise<void> {
  await stack.run(operation, folder, ...(isRefreshed ? ["--refresh"] : []));
  assertSame(await comparable(), after);
}

/** What a kill left pending in the state is gone with a refresh, which finds nothing else. */
async function assertClean(stack: Stack, { operation, folder }: Work): Promise<void> {
  if (operation === "up") await stack.run("refresh", folder, "--clear-pending-creates", "--expect-no-changes");
  const { resources = [], pending_operations: pending = [] } = (JSON.parse(await stack.export()) as Exported)
    .deployment;
  assert.deepEqual(pending, []);
  if (operation === "destroy") assert.deepEqual(resources, []);
}
