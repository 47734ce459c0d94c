import type { Cell, Grid } from "./grid";
import { nameOf } from "../place-name";
import { COLOURS } from "./picture";

interface Look {
  line: string;
  fill: string;
}

/** How a way through the network is drawn, and where it ends before its time. */
export const WAY: Look = { line: "#0969da", fill: "#ddf4ff" };
export const STOP: Look = { line: "#cf222e", fill: "#ffebe9" };

/** What is a cell wide and high in points, about, and how much wider than high a table of them is. */
const CELL = { width: 145, height: 53 };
const SHAPE = 1.6;

/** A grid as an HTML-like label of Graphviz. */
export function tableOf({ bridge, common, cells }: Grid): string {
  const columns = Math.ceil(Math.sqrt((cells.length * SHAPE * CELL.height) / CELL.width));
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
  const title = `${cells.length} namespaces at ${nameOf(bridge.place)}: ${bridge.name}`;
  const head = [bold(title), ...common.map((text) => `each: ${escaped(text)}`)];
  return [
    '<TABLE STYLE="ROUNDED" COLOR="#57606a" BORDER="1" CELLBORDER="1" CELLSPACING="8" CELLPADDING="5">',
    `<TR><TD BORDER="0" ALIGN="LEFT" COLSPAN="${columns}">${linesOf(head)}</TD></TR>`,
    ...rows.map((row) => `<TR>${row.map(cellOf).join("")}</TR>`),
    "</TABLE>",
  ].join("");
}

function cellOf({ title, lines, change, isOnWay, stop }: Cell): string {
  const look = stop.length > 0 ? STOP : isOnWay ? WAY : { line: change ? COLOURS[change] : "#57606a", fill: "#ffffff" };
  const border = stop.length > 0 || isOnWay ? 3 : 1;
  const attributes = `STYLE="ROUNDED" ALIGN="LEFT" BORDER="${border}" COLOR="${look.line}" BGCOLOR="${look.fill}"`;
  const told = [bold(title), ...lines.map(escaped), ...stop.map((it) => coloured(escaped(it), STOP.line))];
  return `<TD ${attributes}>${coloured(linesOf(told), change ? COLOURS[change] : "#1f2328")}</TD>`;
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}<BR ALIGN="LEFT"/>`).join("");
}

function bold(text: string): string {
  return `<FONT FACE="Helvetica" POINT-SIZE="12"><B>${escaped(text)}</B></FONT>`;
}

function coloured(html: string, colour: string): string {
  return `<FONT COLOR="${colour}">${html}</FONT>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"[\]]/g, (it) => `&#${it.codePointAt(0)};`);
}
