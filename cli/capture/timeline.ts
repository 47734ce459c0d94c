import type { Seen } from "./tap-stream";

/** How long what was seen at one interface may come later than what was seen after it at another. */
const PATIENCE_US = 250_000n;

/** Puts what is seen at several interfaces into the order of its times. */
export class Timeline {
  private waiting: Seen[] = [];

  constructor(private readonly tell: (seen: Seen) => void) {}

  add(seen: Seen): void {
    this.waiting.push(seen);
  }

  /** Tells what is old enough, by a clock in milliseconds. */
  flush(now: number): void {
    this.tellUntil(BigInt(now) * 1000n - PATIENCE_US);
  }

  /** Tells all that is left. */
  end(): void {
    this.tellUntil(undefined);
  }

  private tellUntil(last: bigint | undefined): void {
    const isDue = ({ record }: Seen): boolean => last === undefined || record.time <= last;
    const due = this.waiting.filter(isDue).sort((a, b) => (a.record.time < b.record.time ? -1 : 1));
    this.waiting = this.waiting.filter((it) => !isDue(it));
    due.forEach(this.tell);
  }
}
