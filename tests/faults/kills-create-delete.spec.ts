import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";

const ROUNDS = sized(500, 8);

describe("a provider that is killed at random instants", () => {
  it(
    `is followed by one that makes the rest, and one that removes the rest: ${ROUNDS} kills each`,
    async () => {
      const kills = new Kills("provider", 1);
      await kills.rehearse([COURSES.create, COURSES.delete]);
      for (let round = 0; round < ROUNDS; round++) {
        await kills.round(COURSES.create);
        await kills.round(COURSES.delete);
      }
      await kills.end();
    },
    LIMIT_MS,
  );
});
