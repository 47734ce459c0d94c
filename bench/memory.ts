import { readdirSync, readFileSync } from "node:fs";

const PAGE = 4096;
const INTERVAL_MS = 50;

/** Watches how much memory a process and all that it has started have, until it is stopped; then tells the most, in bytes. */
export function peakOf(pid: number): { stop: () => number } {
  let peak = 0;
  const look = (): void => void (peak = Math.max(peak, residentOf(pid)));
  look();
  const timer = setInterval(look, INTERVAL_MS);
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return peak;
    },
  };
}

function residentOf(root: number): number {
  const parents = new Map<number, number>();
  for (const entry of readdirSync("/proc")) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(/\) \w (\d+)/.exec(textOf(`/proc/${pid}/stat`))?.[1]);
    parents.set(pid, parent);
  }
  const isOf = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || (parents.has(pid) && parents.get(pid) !== pid && isOf(parents.get(pid))));
  return [...parents.keys()]
    .filter(isOf)
    .reduce((sum, pid) => sum + Number(textOf(`/proc/${pid}/statm`).split(" ")[1] ?? 0) * PAGE, 0);
}

/** One that has ended meanwhile has none. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
