import Table from "cli-table3";
import { type Measured, type Results, secondsOf } from "./containers";
import { NAMES } from "./ways/names";

const PLAIN = { style: { head: [], border: [] } };

/** The ways, and what each took for each size, with how many times that of the best batch by hand it is. */
export function secondsTable({ sizes }: Results): string {
  const head = ["seconds (× the batches by hand)", ...sizes.map(({ size }) => `${size} containers`)];
  const table = new Table({ head, ...PLAIN });
  for (const name of NAMES) {
    table.push([
      name,
      ...sizes.map(({ ways }) => {
        const [own, first] = [secondsOf(ways[name]), secondsOf(ways["by hand, in batches"])];
        if (own === undefined) return "–";
        return first === undefined ? own.toFixed(2) : `${own.toFixed(2)} (${(own / first).toFixed(2)})`;
      }),
    ]);
  }
  return table.toString();
}

/** What was measured beside the making, of the greatest size. */
export function figuresTable({ sizes }: Results): string {
  const { size, ways } = sizes.at(-1) ?? { size: 0, ways: {} };
  const lasts = NAMES.flatMap((name) => {
    const measured: Measured | undefined = ways[name];
    return measured && "last" in measured ? [{ name, built: measured.last }] : [];
  });
  const more = [...new Set(lasts.flatMap(({ built }) => Object.keys(built.more)))];
  const head = [
    `${size} containers`,
    "peak MB",
    "state kB",
    "first µs",
    "last µs",
    "first /s",
    "last /s",
    "Gbit/s",
    ...more,
  ];
  const table = new Table({ head, ...PLAIN });
  for (const { name, built } of lasts) {
    const { first, last, bitsPerSecond } = built.traffic ?? {};
    table.push([
      name,
      (built.peakBytes / 1e6).toFixed(0),
      told(built.stateBytes && built.stateBytes / 1e3, 0),
      ...[told(first?.medianMicroseconds, 0), told(last?.medianMicroseconds, 0)],
      ...[told(first?.perSecond, 0), told(last?.perSecond, 0)],
      told(bitsPerSecond && bitsPerSecond / 1e9, 1),
      ...more.map((what) => told(built.more[what], 2)),
    ]);
  }
  return table.toString();
}

function told(value: number | undefined, digits: number): string {
  return value === undefined ? "–" : value.toFixed(digits);
}
