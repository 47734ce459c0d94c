import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";

/** A rectangle in pixels of the screen. */
export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A box of a picture, with the lines in it, and the colour of its edge. */
export interface Drawn extends Rectangle {
  lines: string[];
  colour: string;
}

/** The picture of `linuxnet view`, as a browser has drawn it. */
export interface Drawing {
  /** What is to be seen of it. */
  frame: Rectangle;
  /** Boxes by their first lines: the smallest ones that hold these. */
  boxes: Map<string, Drawn>;
  /** In pixels: the smallest letters. */
  smallest: number;
  /** What is written over the edge of its box. */
  outside: string[];
}

const SCRIPT = readFileSync(join(__dirname, "drawing-in-page.mjs"), "utf8");

export async function drawingIn(page: Page): Promise<Drawing> {
  const { boxes, ...rest } = await page.evaluate<Omit<Drawing, "boxes"> & { boxes: [string, Drawn][] }>(SCRIPT);
  return { ...rest, boxes: new Map(boxes) };
}
