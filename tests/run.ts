/* Runs every check of the project, each as a process of its own. The last line is `N passed, N failed`. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Check {
  name: string;
  argv: readonly string[];
  /** Whether it is mocha, which counts its tests; any other program is one check. */
  counts?: true;
}

const lab = ["linuxnet", "lab", "--wan", "--"];
const plainUser = ["bash", "tests/support/plain-user.sh"];
const mocha = (folder: string): string[] => [
  "mocha",
  "--reporter",
  "tests/support/count-reporter.ts",
  `tests/${folder}/**/*.spec.ts`,
];

const checks: Check[] = [
  { name: "lint", argv: ["eslint", "--max-warnings", "0", "."] },
  { name: "format", argv: ["prettier", "--check", "--log-level", "warn", "."] },
  { name: "types", argv: ["tsc", "--project", "tsconfig.json"] },
  { name: "unit", argv: mocha("unit"), counts: true },
  { name: "lab", argv: mocha("lab"), counts: true },
  { name: "kernel", argv: [...lab, ...mocha("kernel")], counts: true },
  ...(process.getuid?.() === 0
    ? [{ name: "kernel, as a plain user", argv: [...plainUser, ...lab, ...mocha("kernel")], counts: true } as const]
    : []),
  { name: "e2e", argv: ["node", "--require", "ts-node/register/transpile-only", "tests/e2e/run.ts"], counts: true },
];

const folder = mkdtempSync(join(tmpdir(), "linuxnet-tests-"));
// The plain user of some checks counts there, too.
chmodSync(folder, 0o777);
const selected = checks.filter(({ name }) => process.argv.length < 3 || process.argv.slice(2).includes(name));
const results = selected.map((check) => ({ name: check.name, ...run(check) }));
rmSync(folder, { recursive: true });

const total = (what: keyof Counts): number => results.reduce((sum, counts) => sum + counts[what], 0);
console.log();
for (const { name, passed, failed, skipped } of results) {
  console.log(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
}
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = total("failed") > 0 || total("passed") === 0 ? 1 : 0;

function run({ name, argv, counts }: Check): Counts {
  console.log(`\n== ${name}`);
  const file = join(folder, "counts.json");
  const [program = "", ...words] = argv;
  const { status } = spawnSync(program, words, { stdio: "inherit", env: { ...process.env, COUNTS: file } });
  const found = counts ? readCounts(file) : { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
  // A program that failed without counting a failure broke off.
  return status !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
}

function readCounts(file: string): Counts {
  try {
    const counts = JSON.parse(readFileSync(file, "utf8")) as Counts;
    rmSync(file);
    return counts.passed + counts.failed === 0 ? { ...counts, failed: 1 } : counts;
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
