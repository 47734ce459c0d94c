import { COURSES, Kills, LIMIT_MS } from "../support/faults/kills";
import { NEIGHBOURHOODS } from "../support/faults/places";
import { topologyIn } from "../support/faults/topology";
import { it } from "../support/faults/world";
import { sized } from "../support/size";

const KILLS = sized(250, 4);

describe("a provider that is killed at random instants", () => {
  for (const [index, { place, where }] of NEIGHBOURHOODS.entries()) {
    it(
      `is followed by one that makes the rest, and one that removes the rest, ${where}: ${KILLS} kills each at least`,
      async () => {
        const kills = new Kills(topologyIn(place), "provider", 1 + 2 * index);
        await kills.rehearse([COURSES.create, COURSES.delete]);
        while (Math.min(kills.kills("create"), kills.kills("delete")) < KILLS) {
          await kills.pass(COURSES.create);
          await kills.pass(COURSES.delete);
        }
        await kills.end();
      },
      LIMIT_MS,
    );
  }
});
