import { createInterface } from "node:readline/promises";
import { LinuxnetError } from "../../provider/errors";
import { hasCapabilities } from "../../provider/host/capabilities";
import { exclusively } from "../../provider/host/host-lock";
import { localHost } from "../../provider/host/local-host";
import { BAD_USAGE, Failure, UNABLE } from "../failure";
import type { Orphan } from "./model";
import { type Refusal, removeOrphans } from "./remove";
import { commandOf, orphanText } from "./report";
import { goneSource, type Source, stackSource, type Survey, survey } from "./survey";

interface Options {
  gone?: true;
  json?: true;
  yes?: true;
}

/** What a sweep did. */
export interface Swept {
  /** `organization/project/stack`. */
  stack: string;
  removed: Orphan[];
  left: Refusal[];
  /** What of the kernel could not be read: something may be left there. */
  unread: string[];
}

/** Removes what is left of a stack, and answers the exit code. */
export async function sweep(stack: string, options: Options): Promise<number> {
  if (!hasCapabilities("CAP_NET_ADMIN", "CAP_SYS_ADMIN")) {
    throw new Failure("sweep: it needs CAP_NET_ADMIN and CAP_SYS_ADMIN: run it as root", UNABLE);
  }
  const source = options.gone ? await goneSource("sweep", stack) : await stackSource("sweep", stack);
  const found = await look(source);
  const { fullName, orphans, unread } = found;
  const swept =
    orphans.length > 0 && (await isAgreed(found, options))
      ? await remove(source, orphans)
      : { stack: fullName, removed: [], left: orphans.map(asLeft), unread };
  process.stdout.write(options.json ? `${JSON.stringify(swept, undefined, 2)}\n` : textOf(swept, found));
  if (swept.left.length > 0) return 1;
  return swept.unread.length > 0 ? UNABLE : 0;
}

/** @throws Failure where somebody is at work on the stack, or where the state does not tell what it holds. */
async function look(source: Source): Promise<Survey> {
  const found = await survey(source, localHost);
  if (found.locks.length > 0) {
    const advice = "if that was killed, run `pulumi cancel` first";
    throw new Failure(`sweep: ${found.fullName} is locked by ${found.locks.join(", ")}; ${advice}`, UNABLE);
  }
  if (found.ownership.isHidden) {
    throw new Failure("sweep: the state keeps it a secret who owns one of its resources", UNABLE);
  }
  return found;
}

/** Shows what is to be removed, and asks; on stderr, for stdout is the result's. */
async function isAgreed({ fullName, orphans }: Survey, { gone, yes }: Options): Promise<boolean> {
  const where = gone ? "Pulumi has no such stack" : "its state holds none of it";
  const list = orphans.flatMap((orphan) => orphanText(orphan).split("\n")).map((line) => `  ${line}`);
  const twin =
    "If somebody else has a stack of the same names on this host, in a state of their own, this may be theirs.";
  process.stderr.write([`marked as ${fullName}'s, and ${where}:`, ...list, twin, ""].join("\n"));
  if (yes) return true;
  if (!process.stdin.isTTY) throw new Failure("sweep: there is nobody to ask: say --yes to remove it", BAD_USAGE);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Without an answer, as after Ctrl-D, there is no yes.
  const ended = new Promise<string>((resolve) => terminal.once("close", () => resolve("")));
  const answer = await Promise.race([terminal.question("remove it? [y/N] "), ended]);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Removes, of what was shown, what is left over still: an answer may take its time. No `up` changes the host meanwhile. */
async function remove(source: Source, shown: readonly Orphan[]): Promise<Swept> {
  const work = async (): Promise<Swept> => {
    const now = await look(source);
    const agreed = now.orphans.filter(({ what }) => shown.some((it) => it.what === what));
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

function textOf({ removed, left, unread }: Swept, { unclaimed }: Survey): string {
  return [
    ...removed.map(({ what }) => `removed ${what}`),
    ...left.map(({ orphan, reason }) => `left ${orphan.what}: ${reason}`),
    ...unclaimed.map((it) => `may be another stack's: ${it.what}\n  ${commandOf(it)}`),
    ...unread.map((text) => `not readable: ${text}`),
    `${removed.length} removed, ${left.length} left\n`,
  ].join("\n");
}
