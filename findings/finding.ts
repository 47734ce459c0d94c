import type { Declared } from "./program";

/** A mistake that no single resource shows: legal to the kernel, or refused by it only half-way through an `up`. */
export interface Finding {
  /** The resource on which it is told. */
  resource: Declared;
  /** The first line says what does not fit, with names and values; the next ones why, and what to do. */
  text: string;
}

/** A finding whose explanation stands below its headline. */
export function finding(resource: Declared, headline: string, ...explanation: string[]): Finding {
  return { resource, text: [headline, ...explanation].join("\n") };
}

/** Of two resources the one that the program declares later: the one that broke what was right before. */
export function later<R extends Declared>(a: R, b: R): R;
export function later<R extends Declared>(a: R | undefined, b: R | undefined): R | undefined;
export function later<R extends Declared>(a: R | undefined, b: R | undefined): R | undefined {
  return a && b ? (a.index > b.index ? a : b) : (a ?? b);
}

/** All pairs of a list, each once, the earlier first. */
export function pairs<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]));
}
