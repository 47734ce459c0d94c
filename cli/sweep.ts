import { createInterface } from "node:readline/promises";
import type { Command } from "commander";
import { BAD_USAGE, Failure, UNABLE } from "./failure";
import { LinuxnetError } from "../provider/errors";
import type { Orphan } from "./survey/orphans";
import type { Refusal } from "./survey/remove";
import type { Source, Survey } from "./survey/survey";

interface Options {
  gone?: true;
  json?: true;
  yes?: true;
}

/** What a sweep did. */
interface Swept {
  /** `organization/project/stack`. */
  stack: string;
  removed: Orphan[];
  left: Refusal[];
  /** What of the kernel could not be read: something may be left there. */
  unread: string[];
}

export function registerSweep(program: Command): void {
  program
    .command("sweep")
    .summary("remove what is left of a stack and in no state")
    .description(
      "Removes from the kernel what bears a stack's mark though its state does not hold it: what an `up` that was killed " +
        "had made and not recorded yet. Shows it and asks before. `linuxnet status` shows the same and removes nothing.\n\n" +
        "The mark is made of the project's and the stack's name: where two people have a stack of one name of one project " +
        "on one host, it takes what the other one's state holds for left over.\n\n" +
        "The exit code is 0 where nothing is left, 1 where something is, and 125 where it could not be done or told.",
    )
    .argument("<STACK>", "the stack: its name, or organization/project/stack")
    .option("--gone", "the stack was removed from Pulumi; STACK must be organization/project/stack")
    .option("--json", "print { stack, removed, left, unread }")
    .option("--yes", "remove without asking")
    .action(async (stack: string, options: Options) => {
      process.exitCode = await sweep(stack, options);
    });
}

async function sweep(stack: string, { gone, json, yes }: Options): Promise<number> {
  const { hasCapabilities } = await import("../provider/host/capabilities.js");
  if (!hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN")) throw new Failure("sweep: it needs root", UNABLE);
  const { goneSource, stackSource } = await import("./survey/survey.js");
  const source = gone ? await goneSource("sweep", named(stack)) : await stackSource("sweep", stack);
  const found = await look(source);
  const swept =
    found.orphans.length > 0 && (await isAgreed(found, { gone, yes }))
      ? await remove(source, found.orphans)
      : { stack: found.fullName, removed: [], left: found.orphans.map(asLeft), unread: found.unread };
  process.stdout.write(json ? `${JSON.stringify(swept, undefined, 2)}\n` : await sweptText(swept, found));
  if (swept.left.length > 0) return 1;
  return swept.unread.length > 0 ? UNABLE : 0;
}

function named(stack: string): string {
  if (/^[^/]+\/[^/]+\/[^/]+$/.test(stack)) return stack;
  throw new Failure(`sweep: --gone needs organization/project/stack, got ${stack}`, BAD_USAGE);
}

/** @throws Failure where somebody is at work on the stack, or where the state does not tell what it holds. */
async function look(source: Source): Promise<Survey> {
  const { localHost } = await import("../provider/host/local-host.js");
  const { survey } = await import("./survey/survey.js");
  const found = await survey(source, localHost);
  if (found.locks.length > 0) {
    const advice = "if it was killed, run `pulumi cancel` first";
    throw new Failure(`sweep: ${found.fullName} is locked by ${found.locks.join(", ")}; ${advice}`, UNABLE);
  }
  if (found.ownership.isHidden) {
    throw new Failure("sweep: the state keeps a secret of who owns one of its resources", UNABLE);
  }
  return found;
}

/** Shows what is to be removed, and asks. It is said on stderr: stdout is the result's. */
async function isAgreed({ fullName, orphans }: Survey, { gone, yes }: Pick<Options, "gone" | "yes">): Promise<boolean> {
  const { orphanText } = await import("./survey/report.js");
  const where = gone ? "Pulumi has no such stack" : "its state holds none of it";
  const twin = "What a stack of the same names holds in another backend bears the same mark, and would go as well.";
  const list = orphans.flatMap((orphan) => orphanText(orphan).split("\n")).map((line) => `  ${line}`);
  process.stderr.write([`marked as ${fullName}'s, and ${where}:`, ...list, twin, ""].join("\n"));
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Failure("sweep: there is nobody to ask: say --yes to remove it", BAD_USAGE);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question("remove it? [y/N] ");
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Removes, of what was shown, what is left over still: an answer may take its time. */
async function remove(source: Source, shown: readonly Orphan[]): Promise<Swept> {
  const { exclusively } = await import("../provider/host/host-lock.js");
  const { localHost } = await import("../provider/host/local-host.js");
  const { removeOrphans } = await import("./survey/remove.js");
  const { survey } = await import("./survey/survey.js");
  const work = async (): Promise<Swept> => {
    const now = await look(source);
    const agreed = now.orphans.filter((orphan) => shown.some(({ what }) => what === orphan.what));
    const refusals = await removeOrphans(agreed, now.ownership, localHost);
    const { fullName, orphans, unread } = await survey(source, localHost);
    const left = orphans.map((orphan) => refusals.find((it) => it.orphan.what === orphan.what) ?? asLeft(orphan));
    const removed = shown.filter(({ what }) => !orphans.some((orphan) => orphan.what === what));
    return { stack: fullName, removed, left, unread };
  };
  return exclusively(work).catch((error: unknown) => {
    throw error instanceof LinuxnetError ? new Failure(`sweep: ${error.message}`, UNABLE) : error;
  });
}

function asLeft(orphan: Orphan): Refusal {
  return { orphan, reason: "it was not removed" };
}

async function sweptText({ removed, left, unread }: Swept, { unclaimed }: Survey): Promise<string> {
  const { commandOf } = await import("./survey/report.js");
  return [
    ...removed.map(({ what }) => `removed ${what}`),
    ...left.map(({ orphan, reason }) => `left ${orphan.what}: ${reason}`),
    ...unclaimed.map((it) => `may be another stack's: ${it.what}\n  ${commandOf(it)}`),
    ...unread.map((text) => `not readable: ${text}`),
    `${removed.length} removed, ${left.length} left\n`,
  ].join("\n");
}
