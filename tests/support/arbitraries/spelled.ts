import fc from "fast-check";

/** A value as a program may write it, and the canonical form that check makes of it. */
export interface Spelled<T = unknown> {
  given: unknown;
  canonical: T;
}

export type Spellings<T = unknown> = fc.Arbitrary<Spelled<T>>;
export type SpelledObject = Spelled<Record<string, unknown>> & { given: Record<string, unknown> };

/** Values that have one spelling. */
export function plain<T>(values: fc.Arbitrary<T>): Spellings<T> {
  return values.map((it) => ({ given: it, canonical: it }));
}

export const flag = plain(fc.boolean());

/** Objects that have all of the required properties, and any of the optional ones. */
export function objects(
  required: Record<string, Spellings>,
  optional: Record<string, Spellings> = {},
): fc.Arbitrary<SpelledObject> {
  const parts = fc.record({ ...required, ...optional }, { requiredKeys: Object.keys(required) });
  return parts.map((values) => {
    const entries = Object.entries<Spelled>(values);
    return {
      given: Object.fromEntries(entries.map(([name, { given }]) => [name, given])),
      canonical: Object.fromEntries(entries.map(([name, { canonical }]) => [name, canonical])),
    };
  });
}

/** One object of the properties of several. */
export function merged(...parts: fc.Arbitrary<SpelledObject>[]): fc.Arbitrary<SpelledObject> {
  return fc.tuple(...parts).map((objects) => ({
    given: Object.assign({}, ...objects.map(({ given }) => given)) as Record<string, unknown>,
    canonical: Object.assign({}, ...objects.map(({ canonical }) => canonical)) as Record<string, unknown>,
  }));
}

/** The same properties but for some that do not go with the others. */
export function without({ given, canonical }: SpelledObject, ...names: string[]): SpelledObject {
  const left = (all: Record<string, unknown>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)));
  return { given: left(given), canonical: left(canonical) };
}
