import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { buildSync } from "esbuild";
import type { Owned } from "../../../provider/resources/spec";
import type { AnyKind } from "../plan";

/** In one file, which a process of its own reads in a third of the time; beside it lies what the package brings. */
const PROGRAM = join(mkdtempSync(join(tmpdir(), "linuxnet-provider-")), "provider.js");

before("bundle the provider", () => {
  for (const name of ["package.json", "provider"]) symlinkSync(resolve(name), join(dirname(PROGRAM), name));
  buildSync({
    ...{ entryPoints: [join(__dirname, "provider.ts")], outfile: PROGRAM, bundle: true, platform: "node" },
    ...{ target: "node22", logLevel: "warning" },
  });
});

after(() => rmSync(dirname(PROGRAM), { recursive: true }));

/** One thing for a provider to do. */
export interface Job {
  kind: AnyKind;
  verb: "create" | "update" | "delete";
  id: string;
  state?: Owned;
  inputs?: Owned;
}

/** What a provider tells: commands that change the kernel, and each job's end with its state. */
export interface Event {
  event: "ready" | "begin" | "end" | "done" | "failed" | "over";
  state?: Owned | null;
  message?: string;
}

/** What a provider did until it ended or was killed. */
export interface Work {
  begun: number;
  ended: number;
  /** The states of the jobs that ended well, null where nothing is left. */
  done: (Owned | null)[];
  /** How the last one failed, and what it kept of it. */
  failure: { message: string; state: Owned | null } | undefined;
}

/** A process that does jobs with the real provider. */
export class ProviderProcess {
  private readonly child = spawn(process.execPath, [PROGRAM], { stdio: ["pipe", "pipe", "inherit"], detached: true });
  private work: Work = { begun: 0, ended: 0, done: [], failure: undefined };
  private readonly closed = new Promise((resolve) => this.child.once("close", resolve));
  private readonly ready: Promise<void>;
  private told = (_event: Event): void => undefined;

  constructor() {
    this.ready = new Promise((resolve) => {
      createInterface({ input: this.child.stdout }).on("line", (line) => {
        const event = JSON.parse(line) as Event;
        if (event.event === "ready") resolve();
        else this.note(event);
      });
    });
  }

  /**
   * Does jobs, and calls `strike` a while after one of the events of its commands, counted from 0: the begin of the first
   * command, its end, the begin of the second one … Answers what was done when all is over, or the process was killed.
   */
  async do(jobs: readonly Job[], at = Infinity, delayMs = 0, strike = (): void => undefined): Promise<Work> {
    const isReady = await Promise.race([this.ready.then(() => true), this.closed.then(() => false)]);
    if (!isReady) throw new Error("the provider ended before it had anything to do");
    this.work = { begun: 0, ended: 0, done: [], failure: undefined };
    let seen = 0;
    const over = new Promise<void>((resolve) => {
      this.told = ({ event }) => {
        if (event === "over") resolve();
        const isCommand = event === "begin" || event === "end";
        if (isCommand && seen++ === at) setTimeout(strike, delayMs);
      };
    });
    this.child.stdin.write(`${JSON.stringify(jobs)}\n`);
    await Promise.race([over, this.closed]);
    return this.work;
  }

  /** Waits for its end; the commands that it was killed over may go on. */
  async end(): Promise<void> {
    this.child.stdin.end();
    await this.closed;
  }

  /** kill -9 of the provider. The command that it runs goes on. Answers whether there was anything to kill, as the next ones do. */
  killProvider(): boolean {
    return this.child.kill("SIGKILL");
  }

  /** kill -9 of the provider and of the command that it runs. */
  killAll(): boolean {
    const { exitCode, pid } = this.child;
    return exitCode === null && pid !== undefined && kill(-pid);
  }

  /** kill -9 of the commands that the provider runs, if it does. */
  killCommands(): boolean {
    const own = childrenOf(this.child.pid ?? 0);
    const ofShells = own.filter(isShell).flatMap(childrenOf);
    return [...own.filter((pid) => !isShell(pid)), ...ofShells].filter(kill).length > 0;
  }

  /** kill -9 of the shells from which the provider runs its commands; what they run goes on. */
  killShells(): boolean {
    return (
      childrenOf(this.child.pid ?? 0)
        .filter(isShell)
        .filter(kill).length > 0
    );
  }

  private note(event: Event): void {
    const { state = null, message = "" } = event;
    if (event.event === "begin") this.work.begun++;
    if (event.event === "end") this.work.ended++;
    if (event.event === "done") this.work.done.push(state);
    if (event.event === "failed") this.work.failure = { message, state };
    this.told(event);
  }
}

/** Answers false if it has ended. */
function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

function isShell(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8") === "sh\n";
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
