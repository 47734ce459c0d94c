import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { askersOf, CELLS, expected, textOf } from "../support/reach/cells";
import { cellRows, DIFFERENCES, differenceRows, differencesAt } from "../support/reach/differences";
import { RECORD } from "../support/reach/record";

/** The rows below the heading of a table of docs/docker.md. */
function rowsBelow(heading: string): string[] {
  const [, table = ""] = readFileSync("docs/docker.md", "utf8").split(`${heading}\n`);
  const [rows = ""] = table.split("\n\n");
  return rows.split("\n").slice(1);
}

describe("Docker as it is recorded", () => {
  it("differs from the rules of Docker 28 where docs/docker.md says so, and nowhere else", () => {
    const used = new Set<unknown>();
    const unlike = Object.entries(RECORD.found).flatMap(([forwarding, found]) =>
      CELLS.flatMap((cell) => {
        const open = (found[textOf(cell)] ?? "missing").split(" ");
        return askersOf(cell).flatMap((asker) => {
          const docker = open.includes(asker) ? "open" : "closed";
          const isSame = open.includes(asker) === expected(cell).includes(asker);
          const said = differencesAt(cell, asker, forwarding);
          said.forEach((it) => used.add(it));
          const fits = isSame ? said.length === 0 : said.length === 1 && said[0]?.docker === docker;
          return fits ? [] : [`${forwarding}: ${textOf(cell)}: to ${asker} it is ${docker}`];
        });
      }),
    );
    assert.deepEqual(unlike, []);
    assert.deepEqual(
      DIFFERENCES.filter((it) => !used.has(it)),
      [],
    );
    assert.equal(Object.keys(RECORD.found).length, 4);
  });

  it("is told in docs/docker.md as it is", () => {
    assert.deepEqual(
      rowsBelow("| | host | localhost | another host | same network | another network | itself |"),
      cellRows(CELLS),
    );
    assert.deepEqual(
      rowsBelow("| | who asks | where | Docker 20.10 | linuxnet | the rule that decides |"),
      differenceRows(),
    );
  });
});
