import Table from "cli-table3";
import type { Verdict } from "../../tests/support/check-claim";

const HEAD = ["what", "command", "expected", "seen", ""];
/** What each column gets of the width that the last one, `FAILED`, leaves. */
const SHARES = [0.26, 0.33, 0.19, 0.22];
const LAST = "FAILED".length;
const GAP = "  ";

/** The parts of a table's frame, all of which are left out. */
const FRAME = ["top", "bottom", "mid"].flatMap((line) => [line, `${line}-left`, `${line}-mid`, `${line}-right`]);
const SIDES = ["left", "left-mid", "right", "right-mid"];

/** A table of verdicts, one a line, each of which ends in `ok` or `FAILED`. */
export function claimTable(verdicts: readonly Verdict[], width: number): string {
  const free = width - LAST - GAP.length * SHARES.length;
  const table = new Table({
    head: HEAD,
    colWidths: [...SHARES.map((share) => Math.floor(free * share)), LAST],
    chars: { ...Object.fromEntries([...FRAME, ...SIDES].map((part) => [part, ""])), middle: GAP },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    wordWrap: true,
  });
  for (const { what, command, expected, seen, ok } of verdicts) {
    table.push([what, command, expected, seen, ok ? "ok" : "FAILED"]);
  }
  return table.toString().replace(/ +$/gm, "");
}
