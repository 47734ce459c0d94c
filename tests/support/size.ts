/** Whether everything is tried. `npm test` tries a sample of what there is much of, which is the same every time. */
export const FULL = process.env.TESTS === "full";

/** How many of something there are in the whole suite, and in the sample. */
export function sized(full: number, sample: number): number {
  return FULL ? full : sample;
}

/** All in the whole suite; in the sample one of so many. */
export function sampled<T>(all: readonly T[], oneOf: number): readonly T[] {
  return FULL ? all : all.filter((_, index) => index % oneOf === 0);
}
