import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { localHost } from "../../provider/host/local-host";
import type { StackOptions } from "../stack-export";
import { reportOf, textOf } from "../survey/report";
import { fileSource, stackSource, survey } from "../survey/survey";

/** How long a report is told before the stack is compared anew, at the least: as long as that has taken. */
const FRESH_MS = 10_000;

/** Tells how a stack and the kernel differ, as `linuxnet status` does, by what was read last. */
export class Drift {
  private told = "";
  private nextAt = 0;
  private running: Promise<void> | undefined;

  constructor(private readonly options: StackOptions) {}

  /** The last report; what is wrong with reading one; empty before the first. */
  text(): string {
    if (Date.now() >= this.nextAt) this.running ??= this.read();
    return this.told;
  }

  private async read(): Promise<void> {
    const begun = Date.now();
    try {
      const { options } = this;
      const source = await (options.stackFile === undefined
        ? stackSource("view", options.stack)
        : fileSource("view", options));
      this.told = textOf(await reportOf(await survey(source, localHost), localHost));
    } catch (error) {
      this.told = (error as Error).message;
    }
    this.nextAt = Date.now() + Math.max(FRESH_MS, Date.now() - begun);
    this.running = undefined;
  }
}

/** Whether a folder is one of a Pulumi project, or within one. */
export function isInProject(folder: string): boolean {
  if (["Pulumi.yaml", "Pulumi.yml"].some((name) => existsSync(join(folder, name)))) return true;
  return dirname(folder) !== folder && isInProject(dirname(folder));
}
