import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";

const KILLS = sized(500, 8);

describe("a provider that is killed at random instants", () => {
  it(
    `is followed by one that makes the rest, and one that removes the rest: ${KILLS} kills each at least`,
    async () => {
      const kills = new Kills("provider", 1);
      await kills.rehearse([COURSES.create, COURSES.delete]);
      while (Math.min(kills.kills("create"), kills.kills("delete")) < KILLS) {
        await kills.pass(COURSES.create);
        await kills.pass(COURSES.delete);
      }
      await kills.end();
    },
    LIMIT_MS,
  );
});
