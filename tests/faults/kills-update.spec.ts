import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";

const ROUNDS = sized(500, 8);

describe("a provider that is killed at random instants", () => {
  it(
    `is followed by one that changes the rest: ${ROUNDS} kills`,
    async () => {
      const kills = new Kills("provider", 2);
      const courses = [COURSES.update, COURSES.back] as const;
      await kills.rehearse([COURSES.create, ...courses]);
      for (let round = 0; round < ROUNDS; round++) await kills.round(courses[round % 2] ?? COURSES.update);
      await kills.end();
    },
    LIMIT_MS,
  );
});
