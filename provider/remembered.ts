/** A function that answers what it was asked before without working it out again: the same object for the same arguments. */
export function remembered<Arguments extends readonly unknown[], Answer>(
  answer: (...given: Arguments) => Answer,
): (...given: Arguments) => Answer {
  const known = new Map<unknown, unknown>();
  return (...given) => {
    let level = known;
    for (const one of given.slice(0, -1)) {
      const next = (level.get(one) as typeof known | undefined) ?? new Map<unknown, unknown>();
      level.set(one, next);
      level = next;
    }
    const last = given.at(-1);
    if (!level.has(last)) level.set(last, answer(...given));
    return level.get(last) as Answer;
  };
}
