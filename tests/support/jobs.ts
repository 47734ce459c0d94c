import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { Figure } from "./figures";

export interface Job {
  check: string;
  title: string;
  argv: readonly string[];
  /** Whether it is mocha with the counting reporter; any other program is one test. */
  counts?: boolean;
  /** Whether it measures time, and so runs when all others have ended. */
  alone?: boolean;
}

export type Counts = Record<"passed" | "failed" | "skipped", number>;

export interface Result extends Counts {
  /** What failed, and why. */
  failures?: string[];
  /** What its specs counted themselves. */
  figures?: Figure[];
  /** What failed while other jobs ran, where it was then tried once more without any. */
  besideOthers?: string[];
}

/** Jobs wait now and then, for the engine or for the kernel: two more than there are processors keep them busy. */
const AT_ONCE = availableParallelism() + 2;

/** What waits for packets may fail because others have the processors. Where more than these fail, it is not that. */
const MOST_AGAIN = 3;

/**
 * Runs jobs, some at a time, then those that run alone; shows what each printed when it has ended. A few that failed beside
 * others run once more, alone, and that counts.
 */
export async function runJobs(jobs: readonly Job[]): Promise<Map<Job, Result>> {
  const folder = mkdtempSync(join(tmpdir(), "linuxnet-tests-"));
  // The plain user of some jobs counts there, too.
  chmodSync(folder, 0o777);
  const results = new Map<Job, Result>();
  const work = async (waiting: Job[]): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) results.set(job, await run(job, folder));
  };
  const together = jobs.filter(({ alone }) => !alone);
  await Promise.all(Array.from({ length: AT_ONCE }, () => work(together)));
  await work(jobs.filter(({ alone }) => alone));
  const failed = jobs.filter((job) => job.counts && !job.alone && (results.get(job)?.failed ?? 0) > 0);
  if (failed.length <= MOST_AGAIN) {
    for (const job of failed) {
      const { failures: besideOthers = [] } = results.get(job) as Result;
      results.set(job, { ...(await run(job, folder)), besideOthers });
    }
  }
  rmSync(folder, { recursive: true });
  return results;
}

async function run({ check, title, argv: [program = "", ...words], counts }: Job, folder: string): Promise<Result> {
  const start = Date.now();
  const file = join(folder, `${check} ${title}.json`.replace(/[^\w.]/g, "-"));
  // Node keeps what it compiled there: the many processes of the tests start in less time.
  const env = { ...process.env, COUNTS: file, NODE_COMPILE_CACHE: join(folder, "compiled") };
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"], env });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", (error) => (text += error.message));
    child.once("close", resolve);
  });
  console.log(`\n== ${check}: ${title} (${Math.round((Date.now() - start) / 1000)} s)\n${text.trimEnd()}`);
  const found = counts ? readCounts(file) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  // A program that failed without counting a failure broke off.
  return code !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
}

function readCounts(file: string): Result {
  try {
    const counts = JSON.parse(readFileSync(file, "utf8")) as Result;
    return counts.passed + counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
