/*
 * Runs the benchmarks, or those that are named. Each compares ways to do the same in one run; what counts is the ratio.
 */
import { noChange } from "./no-change";
import { pluginStart } from "./plugin-start";
import { ratioTable } from "./ratio-table";
import { view } from "./view";

const BENCHMARKS = { "plugin-start": pluginStart, "no-change": noChange, view };

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !Object.hasOwn(BENCHMARKS, name));
  if (unknown !== undefined) {
    throw new Error(`benchmark: expected one of ${Object.keys(BENCHMARKS).join(", ")}, got ${unknown}`);
  }
  for (const [name, benchmark] of Object.entries(BENCHMARKS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    for await (const { title, times } of benchmark()) console.log(`\n${name}: ${title}\n${ratioTable(times)}`);
  }
}

void main(process.argv.slice(2));
