/*
 * Runs every spec of this folder in a lab of its own, as many at a time as there are processors, and where the user is
 * root some of them as a plain user as well. Shows what each printed when it has ended, and leaves the sum of their
 * counts in the file that COUNTS names.
 */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";

const FOLDER = "tests/e2e";
const MOCHA = ["mocha", "--reporter", "tests/support/count-reporter.ts"];
const LAB = ["linuxnet", "lab", "--wan", "--"];
const LIMIT_MS = 600_000;
const PLAIN_USER = ["sh", "tests/support/plain-user.sh"];

/** Needs the registry that npm knows, and makes its labs itself. */
const OUTSIDE = ["package.spec.ts"];
const ALSO_AS_PLAIN_USER = ["examples/01-namespace", "examples/03-bridge", "examples/05-port-forward", "update"].map(
  (name) => `${name}.spec.ts`,
);

interface Job {
  title: string;
  argv: string[];
}

type Counts = Record<"passed" | "failed" | "skipped", number>;

const specs = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".spec.ts"));
const asPlainUser = process.getuid?.() === 0 ? ALSO_AS_PLAIN_USER : [];
const jobs: Job[] = [
  ...specs.map((spec) => ({
    title: spec,
    argv: [...(OUTSIDE.includes(spec) ? [] : LAB), ...MOCHA, join(FOLDER, spec)],
  })),
  ...asPlainUser.map((spec) => ({
    title: `${spec}, as a plain user`,
    argv: [...PLAIN_USER, ...LAB, ...MOCHA, join(FOLDER, spec)],
  })),
];

const folder = mkdtempSync(join(tmpdir(), "linuxnet-e2e-"));
// The plain user counts there, too.
chmodSync(folder, 0o777);

void Promise.all(Array.from({ length: availableParallelism() }, runJobs)).then((workers) => {
  rmSync(folder, { recursive: true });
  const counts = workers.flat();
  const sum = (what: keyof Counts): number => counts.reduce((total, job) => total + job[what], 0);
  const total: Counts = { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
  if (process.env.COUNTS !== undefined) writeFileSync(process.env.COUNTS, JSON.stringify(total));
  process.exitCode = total.failed > 0 ? 1 : 0;
});

/** Takes jobs until none is left. */
async function runJobs(): Promise<Counts[]> {
  const counts: Counts[] = [];
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) counts.push(await run(job));
  return counts;
}

async function run({ title, argv: [program = "", ...words] }: Job): Promise<Counts> {
  const file = join(folder, `${title.replace(/\W/g, "-")}.json`);
  const options = { all: true, reject: false, stdin: "ignore", env: { COUNTS: file }, timeout: LIMIT_MS } as const;
  const { all, failed, shortMessage } = await execa(program, words, options);
  console.log(`\n-- ${title}\n${all || shortMessage}`);
  const counts = readCounts(file);
  // A program that failed without counting a failure broke off.
  return failed && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
