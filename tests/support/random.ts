/** Numbers from 0 to 1, the same for the same seed in every run (the generator of Numerical Recipes). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Some of a list, in its order: as many as there are, or a draw. */
export function drawn<T>(all: readonly T[], count: number, next: () => number): T[] {
  if (count >= all.length) return [...all];
  const order = all.map((_, index) => ({ index, rank: next() })).sort((a, b) => a.rank - b.rank);
  const chosen = new Set(order.slice(0, count).map(({ index }) => index));
  return all.filter((_, index) => chosen.has(index));
}
