import { availableParallelism } from "node:os";
import { localShell } from "./local-shell";
import type { Stdin } from "./sh-text";
import type { Shell, Timed } from "./shell";

/** How many programs run at once: while one waits for the kernel, or for a lock, others go on. */
const AT_ONCE = 2 * availableParallelism();

/** Shells that share the programs of this process, see `Shell`. */
export class Shells {
  private idle: Shell[] = [];
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private isRetired = false;

  /** @param file an open file that all of them have as their descriptor 3. */
  constructor(private readonly file?: number) {}

  /** Runs a program as soon as one of them is free. One that takes longer than its time is killed. */
  async run(
    argv: readonly string[],
    stdin: Stdin,
    timeoutMs: number,
    encoding: "utf8" | "latin1" = "utf8",
  ): Promise<Timed> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
    const shell = this.free() ?? localShell(this.file);
    try {
      return await shell.run(argv, stdin, timeoutMs, encoding);
    } finally {
      this.running--;
      if (this.isRetired) void shell.end();
      else if (shell.isUsable) this.idle.push(shell);
      this.waiting.shift()?.();
    }
  }

  /** They end, those that run something after it: who waits does not wait for those. */
  async retire(): Promise<void> {
    this.isRetired = true;
    await Promise.all(this.idle.splice(0).map((shell) => shell.end()));
  }

  /** The one that was used last: the others' memory may rest. */
  private free(): Shell | undefined {
    for (let shell = this.idle.pop(); shell !== undefined; shell = this.idle.pop()) if (shell.isUsable) return shell;
    return undefined;
  }
}
