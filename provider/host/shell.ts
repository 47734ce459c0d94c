import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { Printed } from "./printed";
import { lineOf, type Stdin } from "./sh-text";
import { inQuotes } from "../sh-words";

/** How long what was killed may take to close what it printed to. */
const GRACE_MS = 1000;

/** How a program ended, and what it printed. */
export interface Ended {
  /** 128 and its number for a signal, as sh(1) has it; undefined where the shell itself has ended. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** How a program ended, and whether because it had not done so in time. */
export type Timed = Ended & { timedOut: boolean };

/** A process that reads the lines of sh(1) from its input, wherever these are done. */
export interface Started {
  process: ChildProcess;
  /** The path of sh(1) there. */
  sh: string;
  /** Lines that it is told first. */
  first: string;
  /** kill -9 of what does the lines, and of all that it runs. */
  kill: () => void;
}

interface Told {
  encoding: "utf8" | "latin1";
  timeoutMs: number;
  timedOut: boolean;
  resolve: (ended: Timed) => void;
}

/**
 * sh(1), which runs programs for this process one after another. It ends with this process, after what it has been told. A
 * program costs it far less than it costs a process of Node's size, which the kernel copies with each start.
 */
export class Shell {
  private readonly process: ChildProcess;
  /** What nothing that is printed contains. */
  private readonly mark = randomBytes(12).toString("hex");
  private readonly printed = { stdout: new Printed(this.mark), stderr: new Printed(this.mark) };
  private readonly finished = { stdout: [] as FromStream[], stderr: [] as FromStream[] };
  private readonly told: Told[] = [];
  private limit: NodeJS.Timeout | undefined;
  private hasEnded = false;

  constructor(private readonly started: Started) {
    this.process = started.process;
    const { stdin, stdout, stderr } = this.process;
    // It may have ended before it has read all.
    stdin?.on("error", () => undefined);
    stdout?.on("data", (chunk: Buffer) => this.take("stdout", chunk));
    stderr?.on("data", (chunk: Buffer) => this.take("stderr", chunk));
    this.process.on("error", (error) => this.endWith(error.message));
    this.process.on("exit", () => (this.hasEnded = true));
    this.process.on("close", () => this.endWith("the shell that ran it was killed"));
    stdin?.write(started.first);
    this.hold(false);
  }

  get isUsable(): boolean {
    return !this.hasEnded;
  }

  /** How many programs it has been told that have not ended. */
  get load(): number {
    return this.told.length;
  }

  /**
   * Runs a program that is named by its path, once those that it was told before have ended, and reads what it prints as
   * UTF-8 or as bytes, a character each. One that takes longer than its time is killed, and the shell with it.
   */
  run(argv: readonly string[], stdin: Stdin, timeoutMs: number, encoding: Told["encoding"] = "utf8"): Promise<Timed> {
    const { mark } = this;
    const line = typeof stdin === "string" ? lineOf(argv, stdin, mark) : this.selfKnowing(argv, stdin);
    return this.runLine(line, timeoutMs, encoding);
  }

  /** Runs a line of sh(1). */
  runLine(line: string, timeoutMs: number, encoding: Told["encoding"] = "utf8"): Promise<Timed> {
    const ended = new Promise<Timed>((resolve) => this.told.push({ encoding, timeoutMs, timedOut: false, resolve }));
    if (this.hasEnded) this.endWith("the shell that was to run it was killed");
    if (this.told.length === 1) this.begin();
    this.process.stdin?.write(`${line}\nprintf '\\n${this.mark} %s\\n' $?; printf '\\n${this.mark} \\n' >&2\n`);
    return ended;
  }

  /** kill -9, of what it runs as well. What was left behind before is not waited for. */
  kill(): void {
    if (!this.hasEnded) this.started.kill();
    const { stdout, stderr } = this.process;
    setTimeout(() => [stdout, stderr].forEach((it) => it?.destroy()), GRACE_MS).unref();
  }

  /** It ends, after what it runs by now, and closes the file that it has. */
  async end(): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.process, "exit");
    this.process.ref();
    this.process.stdin?.end();
    await ended;
  }

  /** The next one has begun. */
  private begin(): void {
    clearTimeout(this.limit);
    const [next] = this.told;
    this.hold(next !== undefined);
    if (next === undefined) return;
    this.limit = setTimeout(() => {
      next.timedOut = true;
      this.kill();
    }, next.timeoutMs);
  }

  private take(stream: "stdout" | "stderr", chunk: Buffer): void {
    const printed = this.printed[stream];
    printed.add(chunk);
    for (let its = printed.next(); its !== undefined; its = printed.next()) this.finished[stream].push(its);
    const { stdout, stderr } = this.finished;
    while (stdout.length > 0 && stderr.length > 0) {
      const [out, err] = [stdout.shift(), stderr.shift()] as [FromStream, FromStream];
      this.finish({ exitCode: Number(out.told), stdout: out.text, stderr: err.text });
    }
  }

  /** What it has been told and not done will never be done. */
  private endWith(why: string): void {
    this.hasEnded = true;
    while (this.told.length > 0) {
      const [stdout, stderr] = (["stdout", "stderr"] as const).map(
        (it) => this.finished[it].shift()?.text ?? this.printed[it].rest(),
      ) as [Buffer, Buffer];
      this.finish({ exitCode: undefined, stdout, stderr: Buffer.concat([stderr, Buffer.from(why)]) });
    }
  }

  private finish({ exitCode, stdout, stderr }: { exitCode: number | undefined; stdout: Buffer; stderr: Buffer }): void {
    const it = this.told.shift();
    this.begin();
    if (it === undefined) return;
    const { encoding, timedOut, resolve } = it;
    resolve({ exitCode, stdout: stdout.toString(encoding), stderr: stderr.toString(encoding), timedOut });
  }

  /** Whether this process waits for it before it ends. */
  private hold(isHeld: boolean): void {
    const { stdin, stdout, stderr } = this.process;
    for (const it of [this.process, stdin, stdout, stderr] as (Socket | null)[]) {
      if (isHeld) it?.ref();
      else it?.unref();
    }
  }

  /** Of a program whose text names its own process: a shell of its own, whose id it takes over, fills it in. */
  private selfKnowing(argv: readonly string[], stdin: (pid: string) => string): string {
    return `${inQuotes(this.started.sh)} -c ${inQuotes(`unset PWD; exec ${lineOf(argv, stdin, this.mark)}`)}`;
  }
}

/** What one program has printed to one of its outputs. */
interface FromStream {
  text: Buffer;
  told: string;
}
