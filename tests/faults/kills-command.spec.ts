import { COURSES, Kills, LIMIT_MS, type Victim } from "../support/faults/kills";
import { RED } from "../support/faults/places";
import { topologyIn } from "../support/faults/topology";
import { it } from "../support/faults/world";
import { sized } from "../support/size";

const ROUNDS = sized(8, 1);

const VICTIMS: Record<string, Victim> = {
  "a command": "command",
  "a provider together with its command": "all",
  "a shell from which a provider runs its commands": "shell",
};

for (const [index, [what, victim]] of Object.entries(VICTIMS).entries()) {
  describe(`${what} that is killed at random instants`, () => {
    it(
      `leaves nothing that the next does not mend, in ${ROUNDS} rounds of creation, change, change back and removal`,
      async () => {
        const kills = new Kills(topologyIn(RED), victim, 10 + index);
        const courses = [COURSES.create, COURSES.update, COURSES.back, COURSES.delete];
        await kills.rehearse(courses);
        for (let round = 0; round < ROUNDS; round++) for (const course of courses) await kills.pass(course);
        await kills.end();
      },
      LIMIT_MS,
    );
  });
}
