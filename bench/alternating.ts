/** Times of several ways to do the same, in seconds, by their names. The first is what the others are compared with. */
export type Times = Map<string, number[]>;

/** What one benchmark measured. */
export interface Measured {
  title: string;
  times: Times;
}

/** Measures ways by turns, so that what else the machine does touches all of them alike. */
export async function alternating(rounds: number, ways: Record<string, () => Promise<number>>): Promise<Times> {
  const times: Times = new Map(Object.keys(ways).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, way] of Object.entries(ways)) times.get(name)?.push(await way());
  }
  return times;
}

/** How long something takes, in seconds. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
}
