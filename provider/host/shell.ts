import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { findProgram, FOLDERS } from "./programs";
import { killTree } from "./process-tree";
import { lineOf, quoted } from "./sh-text";

/** What every program that linuxnet runs finds around it. */
export const SURROUNDINGS = { cwd: "/", env: { PATH: FOLDERS.join(":"), LC_ALL: "C" } } as const;

/** How long what was killed may take to close what it printed to. */
const GRACE_MS = 1000;

/** How a program ended, and what it printed. */
export interface Ended {
  /** 128 and its number for a signal, as sh(1) has it; undefined where the shell itself has ended. */
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/**
 * sh(1), which runs programs for this process one after another. It is told each when the one before has ended, so that it
 * ends with this process, after at most one more. A program costs it far less than it costs a process of Node's size,
 * which the kernel copies with each start.
 */
export class Shell {
  private readonly process: ChildProcess;
  /** What nothing that is printed contains. */
  private readonly mark = randomBytes(12).toString("hex");
  private readonly printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  private running: ((ended: Ended) => void) | undefined;
  private hasEnded = false;
  private encoding: "utf8" | "latin1" = "utf8";

  /** @param file an open file that it and its programs have as their descriptor 3. */
  constructor(file?: number) {
    this.process = spawn(findProgram("sh"), {
      ...SURROUNDINGS,
      stdio: ["pipe", "pipe", "pipe", ...(file === undefined ? [] : [file])],
    });
    const { stdin, stdout, stderr } = this.process;
    // It may have ended before it has read all.
    stdin?.on("error", () => undefined);
    stdout?.on("data", (chunk: Buffer) => this.take("stdout", chunk));
    stderr?.on("data", (chunk: Buffer) => this.take("stderr", chunk));
    this.process.on("error", (error) => this.endWith(error.message));
    this.process.on("exit", () => (this.hasEnded = true));
    this.process.on("close", () => this.endWith("the shell that ran it was killed"));
    // Ctrl-C is for who gave the order: what has begun is done.
    stdin?.write("unset PWD; trap '' INT QUIT HUP\n");
    this.hold(false);
  }

  get isUsable(): boolean {
    return !this.hasEnded;
  }

  /** Runs a program that is named by its path, and reads what it prints as UTF-8 or as bytes, a character each. One at a time. */
  run(
    argv: readonly string[],
    stdin: string | ((pid: string) => string),
    encoding: "utf8" | "latin1" = "utf8",
  ): Promise<Ended> {
    this.hold(true);
    this.encoding = encoding;
    const told = new Promise<Ended>((resolve) => (this.running = resolve));
    if (this.hasEnded) this.endWith("the shell that was to run it was killed");
    const { mark } = this;
    this.process.stdin?.write(
      `${typeof stdin === "string" ? lineOf(argv, stdin, mark) : selfKnowing(argv, stdin, mark)}\n` +
        `printf '\\n${mark} %s\\n' $?; printf '\\n${mark} \\n' >&2\n`,
    );
    return told;
  }

  /** kill -9, of what it runs as well. What was left behind before is not waited for. */
  kill(): void {
    if (this.process.pid !== undefined && !this.hasEnded) killTree(this.process.pid);
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

  private take(stream: "stdout" | "stderr", chunk: Buffer): void {
    this.printed[stream].push(chunk);
    const [stdout, stderr] = [this.upToMark("stdout"), this.upToMark("stderr")];
    if (stdout !== undefined && stderr !== undefined) {
      this.finish({ exitCode: Number(stdout.told), stdout: stdout.text, stderr: stderr.text });
    }
  }

  /** What one program has printed, if that is all. */
  private upToMark(stream: "stdout" | "stderr"): { text: string; told: string } | undefined {
    const chunks = this.printed[stream];
    const length = this.mark.length + "\n 255\n".length;
    const last = lastBytes(chunks, length).toString("latin1");
    const [end = "", told = ""] = new RegExp(`\n${this.mark} (\\d*)\n$`).exec(last) ?? [];
    if (end === "") return undefined;
    const all = Buffer.concat(chunks);
    return { text: all.toString(this.encoding, 0, all.length - end.length), told };
  }

  private endWith(why: string): void {
    this.hasEnded = true;
    const [stdout, stderr] = [this.printed.stdout, this.printed.stderr].map((it) => Buffer.concat(it).toString());
    this.finish({ exitCode: undefined, stdout: stdout ?? "", stderr: `${stderr ?? ""}${why}` });
  }

  private finish(ended: Ended): void {
    const { running } = this;
    this.running = undefined;
    this.printed.stdout = [];
    this.printed.stderr = [];
    this.hold(false);
    running?.(ended);
  }

  /** Whether this process waits for it before it ends. */
  private hold(isHeld: boolean): void {
    const { stdin, stdout, stderr } = this.process;
    for (const it of [this.process, stdin, stdout, stderr] as (Socket | null)[]) {
      if (isHeld) it?.ref();
      else it?.unref();
    }
  }
}

function lastBytes(chunks: readonly Buffer[], length: number): Buffer {
  let from = chunks.length;
  for (let found = 0; from > 0 && found < length; from--) found += chunks[from - 1]?.length ?? 0;
  return Buffer.concat(chunks.slice(from)).subarray(-length);
}

/** Of a program whose text names its own process: a shell of its own, whose id it takes over, fills it in. */
function selfKnowing(argv: readonly string[], stdin: (pid: string) => string, mark: string): string {
  return `${quoted(findProgram("sh"))} -c ${quoted(`unset PWD; exec ${lineOf(argv, stdin, mark)}`)}`;
}
