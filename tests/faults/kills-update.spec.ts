import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { it } from "../support/faults/world";
import { sized } from "../support/faults-size";

const KILLS = sized(500, 8);

describe("a provider that is killed at random instants", () => {
  it(
    `is followed by one that changes the rest: ${KILLS} kills at least`,
    async () => {
      const kills = new Kills("provider", 2);
      const courses = [COURSES.update, COURSES.back] as const;
      await kills.rehearse([COURSES.create, ...courses]);
      while (kills.kills("update") < KILLS) for (const course of courses) await kills.pass(course);
      await kills.end();
    },
    LIMIT_MS,
  );
});
