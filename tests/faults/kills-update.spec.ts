import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { NEIGHBOURHOODS } from "../support/faults/places";
import { topologyIn } from "../support/faults/topology";
import { it } from "../support/faults/world";
import { sized } from "../support/size";

const KILLS = sized(250, 4);

describe("a provider that is killed at random instants", () => {
  for (const [index, { place, where }] of NEIGHBOURHOODS.entries()) {
    it(
      `is followed by one that changes the rest, ${where}: ${KILLS} kills at least`,
      async () => {
        const kills = new Kills(topologyIn(place), "provider", 2 + 2 * index);
        const courses = [COURSES.update, COURSES.back] as const;
        await kills.rehearse([COURSES.create, ...courses]);
        while (kills.kills("update") < KILLS) for (const course of courses) await kills.pass(course);
        await kills.end();
      },
      LIMIT_MS,
    );
  }
});
