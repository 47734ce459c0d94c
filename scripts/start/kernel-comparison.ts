import type { Verdict } from "../../tests/support/check-claim";
import { aspectsOf } from "../../tests/support/snapshot";

/** Whether a snapshot has the lines of an earlier one, aspect by aspect. */
export function kernelComparison(before: string, after: string): Verdict[] {
  const [then, now] = [aspectsOf(before), aspectsOf(after)];
  return [...then].map(([aspect, lines]) => {
    const found = now.get(aspect) ?? [];
    const extra = found.filter((line) => !lines.includes(line)).map((line) => `+${line}`);
    const missing = lines.filter((line) => !found.includes(line)).map((line) => `-${line}`);
    const differences = [...extra, ...missing];
    const ok = found.join("\n") === lines.join("\n");
    const seen = ok ? `${lines.length} lines, the same` : differences.join("\n") || "another order";
    return { what: aspect, command: "", expected: "as before", seen, ok };
  });
}
