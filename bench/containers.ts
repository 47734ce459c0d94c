import { execa } from "execa";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, release } from "node:os";
import { join } from "node:path";
import type { Built } from "./built";
import { plotOf } from "./plot";
import { median } from "./ratio-table";
import { figuresTable, secondsTable } from "./tables";
import { NAMES, type WayName } from "./ways/names";

const RESULTS = join(__dirname, "results");
const BUILD = join(__dirname, "build.ts");

/** How many containers, how often each way builds them, and which ways are too slow for it to be waited for. */
const SIZES: { size: number; rounds: number; without: WayName[] }[] = [
  { size: 10, rounds: 3, without: [] },
  { size: 100, rounds: 3, without: [] },
  { size: 1000, rounds: 1, without: ["docker run", "pulumi up, one by one", "its floor, one by one"] },
];

/** All that was measured in one run. */
export interface Results {
  date: string;
  machine: string;
  /** By size and way. */
  sizes: { size: number; ways: Partial<Record<WayName, Measured>> }[];
}

/** What a way has measured for one size; why it has not, where it cannot be had. */
export type Measured = { seconds: number[]; last: Built } | { why: string };

/** Measures all ways to make published containers, by turns, each build in a lab of its own. */
async function main(sizes: readonly string[]): Promise<void> {
  const results: Results = { date: new Date().toISOString().slice(0, 10), machine: machine(), sizes: [] };
  for (const { size, rounds, without } of SIZES.filter(
    ({ size }) => sizes.length === 0 || sizes.includes(String(size)),
  )) {
    const ways: Partial<Record<WayName, Measured>> = {};
    for (let round = 0; round < rounds; round++) {
      for (const name of NAMES.filter((it) => !without.includes(it))) {
        const before = ways[name];
        if (before && "why" in before) continue;
        const built = await build(name, size, round === rounds - 1);
        // One that fails later has been measured before.
        ways[name] =
          "why" in built ? (before ?? built) : { seconds: [...(before?.seconds ?? []), built.seconds], last: built };
        console.error(`${size} containers, ${name}: ${"why" in built ? built.why : `${built.seconds.toFixed(2)} s`}`);
      }
    }
    results.sizes.push({ size, ways });
  }
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, "containers.json"), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(join(RESULTS, "containers.svg"), plotOf(results));
  console.log([secondsTable(results), figuresTable(results)].join("\n\n"));
}

async function build(name: WayName, size: number, isWhole: boolean): Promise<Built | { why: string }> {
  const words = [...process.execArgv, BUILD, name, String(size), isWhole ? "whole" : ""];
  const lab = ["lab", "--wan", "--", process.execPath, ...words];
  const { stdout, failed } = await execa("linuxnet", lab, { stderr: "inherit", reject: false });
  if (failed) return { why: "it fails" };
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Built | { why: string };
}

function machine(): string {
  return `${availableParallelism()} × ${cpus()[0]?.model ?? "?"}, Linux ${release()}`;
}

/** The median of what a way took; undefined where it was not measured. */
export function secondsOf(measured: Measured | undefined): number | undefined {
  return measured && "seconds" in measured ? median(measured.seconds) : undefined;
}

if (require.main === module) void main(process.argv.slice(2));
