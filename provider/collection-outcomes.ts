import type { Drifted } from "./diff";
import { LinuxnetError, PartialFailure } from "./errors";
import { pathOf } from "./inputs/path";
import type { ResourceSpec } from "./resources/spec";

/** One of many, as the state of the whole has it. */
export type Entry = object & Drifted;

/** How work for one of many is kept apart from that for the others, where all of it may be cancelled. */
export interface Apart {
  /** Ends by itself, and undoes its own. */
  each: <T>(work: () => T) => T;
  /** Goes on: it undoes what was done. */
  undoing: <T>(work: () => T) => T;
}

export const TOGETHER: Apart = { each: (work) => work(), undoing: (work) => work() };

/** What became of one: the entry that stands, if one does, and why it is not what is wanted. */
export interface Outcome {
  key: string;
  entry: Entry | undefined;
  error?: Error;
}

/**
 * What becomes of one by some work.
 * @param left what stands where the work fails: `partly` done, which is told as its drift, or not at all.
 */
export async function outcomeOf(
  key: string,
  work: () => Promise<Entry | undefined>,
  left: { partly: Entry; otherwise: Entry | undefined },
): Promise<Outcome> {
  try {
    return { key, entry: await work() };
  } catch (error) {
    const known = asError(error);
    const isPartly = known instanceof PartialFailure;
    return { key, entry: isPartly ? withDrift(left.partly, [known.message]) : left.otherwise, error: known };
  }
}

/** What nobody expected must not cost the state of all others. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What all of them answer, once the last one has ended, whatever becomes of the others. */
export async function settled<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** How many errors a message tells. */
const TOLD = 5;

export function failureOf(what: string, outcomes: readonly Outcome[]): LinuxnetError {
  const errors = outcomes.flatMap(({ error }) => error ?? []);
  const rest = errors.length > TOLD ? [`and ${errors.length - TOLD} more`] : [];
  const told = [...errors.slice(0, TOLD).map(({ message }) => message), ...rest];
  return new LinuxnetError([`${what} ${errors.length} of ${outcomes.length}`, ...told].join("\n"));
}

export function withDrift<T extends object>(entry: T, drift: readonly string[] | undefined): T & Drifted {
  const { drift: _drift, ...rest } = entry as T & Drifted;
  return { ...rest, ...(drift === undefined ? {} : { drift: [...drift] }) } as T & Drifted;
}

export function driftIn({ drift }: Entry): Drifted {
  return drift === undefined ? {} : { drift };
}

/** All that a read has found of a state which is no property: of one of many, where it is. */
export function allDrift({ collection }: Pick<ResourceSpec, "collection">, state: object & Drifted): string[] {
  const all = collection && (state as Record<string, unknown>)[collection.property];
  // What is hidden as a whole tells nothing.
  const entries = typeof all === "object" && all !== null ? (all as Record<string, Entry>) : {};
  const ofEntries = Object.entries(entries).flatMap(([key, { drift = [] }]) =>
    drift.map((text) => `${pathOf(collection?.property ?? "", key)}: ${text}`),
  );
  return [...(state.drift ?? []), ...ofEntries];
}
