import Table from "cli-table3";
import type { Times } from "./alternating";

/** A line for each way: the median of its times, the least and the greatest, and how many times that of the first it takes. */
export function ratioTable(times: Times): string {
  const table = new Table({ head: ["", "median s", "least", "greatest", "ratio"], style: { head: [], border: [] } });
  const [first = []] = times.values();
  for (const [name, all] of times) {
    const figures = [median(all), Math.min(...all), Math.max(...all)].map((seconds) => seconds.toFixed(3));
    table.push([name, ...figures, (median(all) / median(first)).toFixed(2)]);
  }
  return table.toString();
}

/** The middle of values, or of the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}
