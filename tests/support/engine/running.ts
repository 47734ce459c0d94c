import { createInterface } from "node:readline";
import { execa } from "execa";
import { type Outcome, outcomeOf, stepOf } from "../engine-events";
import type { Operation, Stack } from "../stack";

const LIMIT_MS = 300_000;

interface End {
  /** Undefined if a signal ended it. */
  exitCode: number | undefined;
  outcome: Outcome;
  /** All that it said. */
  text: string;
}

/** An operation of Pulumi that runs, to be disturbed in the middle of its steps. */
export class Running {
  readonly ended: Promise<End>;
  private readonly child;
  private readonly begun: string[] = [];
  private readonly done: string[] = [];
  private waiting: (() => void)[] = [];
  private hasEnded = false;

  constructor(stack: Stack, operation: Operation, folder: string, ...words: string[]) {
    // In a process group of its own, as a terminal's job.
    this.child = execa("pulumi", [...stack.wordsOf(operation, folder), ...words], {
      ...{ env: stack.env, stdin: "ignore", all: true, reject: false, detached: true, timeout: LIMIT_MS },
    } as const);
    createInterface(this.child.stdout).on("line", (line) => this.hear(line));
    this.ended = this.child.then(({ exitCode, stdout, all }) => {
      this.hasEnded = true;
      this.wake();
      const outcome = outcomeOf(stdout.slice(0, stdout.lastIndexOf("\n") + 1));
      return { exitCode, outcome, text: all };
    });
  }

  get stepsDone(): number {
    return this.done.length;
  }

  /** Waits until so many steps are done, or the operation has ended. */
  async afterSteps(count: number): Promise<void> {
    await this.until(() => this.done.length >= count);
  }

  /** Waits until a step has begun, such as `create br0`, or the operation has ended. */
  async beginning(step: string): Promise<void> {
    await this.until(() => this.begun.includes(step));
  }

  /**
   * Sends a signal to the CLI alone, or to its process group, as a terminal's Ctrl-C does. Answers whether it was still
   * there.
   */
  signal(name: NodeJS.Signals, whom: "CLI" | "group" = "CLI"): boolean {
    const { pid, exitCode, signalCode } = this.child;
    const runs = pid !== undefined && exitCode === null && signalCode === null;
    if (runs) process.kill(whom === "CLI" ? pid : -pid, name);
    return runs;
  }

  private hear(line: string): void {
    const [begun, done] = [stepOf(line, "resourcePreEvent"), stepOf(line, "resOutputsEvent")];
    if (begun !== undefined) this.begun.push(begun);
    if (done !== undefined) this.done.push(done);
    this.wake();
  }

  private async until(holds: () => boolean): Promise<void> {
    while (!holds() && !this.hasEnded) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
