import { CommandError } from "../errors";
import { batchText } from "../iproute2/batch";
import { commandText } from "./command-text";
import { MemberFailure } from "./group-commit";
import type { Host } from "./host";

/** Lines of ip(8) that belong together, in their order. */
export type Lines = readonly (readonly string[])[];

/**
 * Runs lines on the host, those of many in one run of ip: it stops at the first that fails, and names it.
 * @throws MemberFailure
 */
export async function runBatches(host: Host, all: readonly Lines[]): Promise<void> {
  const argv = ["ip", "-batch", "-"];
  try {
    await host.run({ argv, stdin: batchText(all.flat()) });
  } catch (error) {
    if (!(error instanceof CommandError) || all.length === 1) throw error;
    let before = 0;
    const index = all.findIndex((lines) => error.line !== undefined && error.line <= (before += lines.length));
    const own = all[index];
    if (own === undefined || error.line === undefined) throw new MemberFailure(undefined, error);
    const line = error.line - (before - own.length);
    const stderr = error.stderr.replace(/Command failed -:\d+/, `Command failed -:${line}`);
    throw new MemberFailure(index, new CommandError(error.reason, commandText(argv, batchText(own)), stderr, line));
  }
}
