/** Whether the fault suite runs whole. `npm test` runs a sample of it, which is the same every time. */
export const FULL = process.env.FAULTS === "full";

/** How many of something there are in the whole suite, and in the sample. */
export function sized(full: number, sample: number): number {
  return FULL ? full : sample;
}
