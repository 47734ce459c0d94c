import assert from "node:assert/strict";
import type { Owned } from "../../../provider/resources/spec";
import { SEED } from "../arbitraries/seed";
import { count } from "../figures";
import { numbers } from "../random";
import { assertLooks, dump } from "./dump";
import { type Job, ProviderProcess, type Work } from "./provider-process";
import type { Subject } from "./subject";

/** What is killed: the provider alone, it and what it runs, only what it runs, or only the shells from which it does. */
export type Victim = "provider" | "all" | "command" | "shell";

type Verb = Job["verb"];
type Stage = "none" | "first" | "second";

/** A verb over the whole topology, and where it leads. */
interface Course {
  verb: Verb;
  from: Stage;
  to: Stage;
}

export const COURSES: Record<"create" | "delete" | "update" | "back", Course> = {
  create: { verb: "create", from: "none", to: "first" },
  delete: { verb: "delete", from: "first", to: "none" },
  update: { verb: "update", from: "first", to: "second" },
  back: { verb: "update", from: "second", to: "first" },
};

const STRIKES: Record<Victim, (provider: ProviderProcess) => boolean> = {
  provider: (it) => it.killProvider(),
  all: (it) => it.killAll(),
  command: (it) => it.killCommands(),
  shell: (it) => it.killShells(),
};

/** For a spec's kills. */
export const LIMIT_MS = 1_800_000;

/** A command takes a few milliseconds: a strike comes while it runs, or while the provider reads or does the next. */
const LONGEST_DELAY_MS = 10;

/** Of fewer kills it is chance how many come in the middle of the work. */
const MANY = 100;

/** A provider dies within this part of a course: several die over one. */
const REACH = 0.15;

/** The topology through one kill after the other, each followed by what the engine does then. */
export class Kills {
  private stage: Stage = "none";
  private readonly states: (Owned | undefined)[] = [];
  private readonly next: () => number;
  private readonly commands = new Map<Course, number>();
  private readonly looks = new Map<Stage, string>();
  private readonly rehearsed = new Map<Stage, (Owned | undefined)[]>();
  private readonly struck = new Map<Verb, number>();
  private readonly midWork = new Map<Verb, number>();
  private passes = 0;
  private waiting = new ProviderProcess();

  constructor(
    private readonly topology: readonly Subject[],
    private readonly victim: Victim,
    private readonly seed: number,
  ) {
    this.next = numbers(SEED + seed);
  }

  /** Runs courses without a kill: how many commands each has, and how the kernel looks then. */
  async rehearse(courses: readonly Course[]): Promise<void> {
    this.looks.set(this.stage, await dump());
    for (const course of courses) {
      const provider = this.provider();
      const all = order(course, this.topology.length);
      const { begun, done } = await provider.do(this.jobs(course, all));
      await provider.end();
      this.commands.set(course, begun);
      this.recorded(all, done);
      this.looks.set(course.to, await dump());
      this.rehearsed.set(course.to, [...this.states]);
      this.stage = course.to;
    }
  }

  /**
   * One course with kills in it: after each, the next `up` ends what was cut off, and another provider goes on with the
   * rest, until all is done.
   */
  async pass(course: Course): Promise<void> {
    const struck: string[] = [];
    try {
      for (let left = order(course, this.topology.length); left.length > 0;)
        left = await this.kill(course, left, struck);
      this.stage = course.to;
      await this.assertSettled();
      for (const _kill of struck) count("recoveries from kills", true, course.verb);
    } catch (error) {
      count("recoveries from kills", false, course.verb);
      const { message } = error as Error;
      throw new Error(`seed ${SEED + this.seed}, ${course.verb}, ${struck.join("; ")}: ${message}`, { cause: error });
    }
  }

  /** How often a verb was killed. */
  kills(verb: Verb): number {
    return this.struck.get(verb) ?? 0;
  }

  /** A provider that does what is left of a course, and dies over it. Answers what is left then. */
  private async kill(course: Course, left: readonly number[], struck: string[]): Promise<number[]> {
    const events = (this.commands.get(course) ?? 0) * 2;
    const at = Math.floor(this.next() * events * REACH);
    const delay = this.next() * LONGEST_DELAY_MS;
    const isRefreshed = this.next() < 0.5;
    const provider = this.provider();
    let isStruck = false;
    const work = await provider.do(this.jobs(course, left), at, delay, () => {
      isStruck = STRIKES[this.victim](provider);
    });
    await provider.end();
    this.recorded(left, work.done);
    this.kept(left, work);
    const [cut, ...rest] = left.slice(work.done.length);
    if (isStruck) {
      const isBegun = work.begun > 0 || left.length < this.topology.length;
      const midWork =
        this.victim === "command" || this.victim === "shell"
          ? work.failure !== undefined
          : isBegun && cut !== undefined;
      const victim = this.victim === "all" ? "provider and command" : this.victim;
      count(`kills of ${victim} mid-work`, midWork, course.verb);
      this.struck.set(course.verb, this.kills(course.verb) + 1);
      if (midWork) this.midWork.set(course.verb, (this.midWork.get(course.verb) ?? 0) + 1);
      struck.push(
        `event ${at} of ${left.length} left, ${delay.toFixed(1)} ms later${isRefreshed ? ", refreshed" : ""}`,
      );
    }
    if (cut !== undefined) await this.goOn(course, cut, isRefreshed);
    return rest;
  }

  /** Removes what stands, and the process that waits. Fails if of many kills more than a third came before or after the work. */
  async end(): Promise<void> {
    this.waiting.killProvider();
    for (const [index, subject] of [...this.topology.entries()].reverse()) {
      const state = this.states[index];
      if (state) await subject.delete(state);
    }
    for (const [verb, all] of this.struck) {
      if (all < MANY) continue;
      const midWork = this.midWork.get(verb) ?? 0;
      assert.ok(3 * midWork >= 2 * all, `of ${all} kills in ${verb} only ${midWork} came in the middle of the work`);
    }
  }

  /** A process that has started already; the next one starts meanwhile. */
  private provider(): ProviderProcess {
    const { waiting } = this;
    this.waiting = new ProviderProcess();
    return waiting;
  }

  private jobs(course: Course, left: readonly number[]): Job[] {
    return left.map((index) => {
      const subject = this.topology[index] as Subject;
      const state = this.states[index];
      const inputs = course.to === "none" ? undefined : subject[course.to];
      return {
        kind: subject.kind,
        verb: course.verb,
        id: subject.id,
        ...(state && { state }),
        ...(inputs && { inputs }),
      };
    });
  }

  /** What ended well is in the engine's state. */
  private recorded(left: readonly number[], done: Work["done"]): void {
    left.slice(0, done.length).forEach((index, at) => (this.states[index] = done[at] ?? undefined));
  }

  /** What failed in part, too. */
  private kept(left: readonly number[], { done, failure }: Work): void {
    const index = left[done.length];
    if (failure?.state && index !== undefined) this.states[index] = failure.state;
  }

  /** The next `up`, or `up --refresh`, for one resource. */
  private async goOn({ to }: Course, index: number, isRefreshed: boolean): Promise<void> {
    const subject = this.topology[index] as Subject;
    const state = this.states[index];
    if (to === "none") {
      if (state) await (isRefreshed ? subject.refreshedDelete(state) : subject.delete(state));
      this.states[index] = undefined;
    } else if (!state) {
      this.states[index] = await subject.create(subject[to]);
    } else if (isRefreshed) {
      ({ state: this.states[index] } = await subject.refreshed(state, subject[to]));
    } else {
      this.states[index] = await subject.update(state, subject[to]);
    }
  }

  /** All is as in the rehearsal; what a read then tells, it tells of the same kernel each time. */
  private async assertSettled(): Promise<void> {
    await assertLooks(this.looks.get(this.stage) ?? "");
    assert.deepEqual(this.states, this.rehearsed.get(this.stage));
    if (this.passes++ % 10 > 0) return;
    for (const [index, subject] of this.topology.entries()) {
      const state = this.states[index];
      if (state) await subject.assertSettled(state);
    }
  }
}

/** The order in which the engine works: what is needed first is made first and removed last. */
function order({ verb }: Course, length: number): number[] {
  const indexes = Array.from({ length }, (_, index) => index);
  return verb === "delete" ? indexes.reverse() : indexes;
}
