import type { Verbs } from "../../provider/lifecycle-of";
import type { Owned } from "../../provider/resources/spec";
import { SEED } from "../support/arbitraries/seed";
import { rank, stride, SUBJECTS } from "../support/faults/cases";
import { killedAt, type MortalHost } from "../support/faults/mortal-host";
import type { Outcome, Subject } from "../support/faults/subject";
import { it } from "../support/faults/world";
import { FULL, sized } from "../support/size";
import { count } from "../support/figures";
import { drawn, numbers } from "../support/random";

interface Verb {
  verb: string;
  /** What is killed. */
  handler: (on: Verbs<Owned, Owned>, subject: Subject, before: Owned) => Promise<unknown>;
  /** What stands after it, unless it is killed. */
  after?: "first" | "second";
  /** How the engine may go on. It does not record what a killed handler did: it has the state from before. */
  ways: Record<string, (subject: Subject, before: Owned) => Promise<Outcome>>;
}

const VERBS: Verb[] = [
  {
    verb: "create",
    handler: (on, { first }) => on.create(first),
    after: "first",
    ways: {
      again: async (it) => ({ state: await it.create(it.first), look: "first" }),
      "with what the program says by now": async (it) => ({ state: await it.create(it.second), look: "anew" }),
    },
  },
  {
    verb: "update",
    handler: (on, { id, second }, before) => on.update(id, before, second),
    after: "second",
    ways: {
      again: async (it, before) => ({ state: await it.update(before, it.second), look: "second" }),
      "again after a refresh": (it, before) => it.refreshed(before, it.second),
      "back after a refresh": (it, before) => it.refreshed(before, it.first),
    },
  },
  {
    verb: "delete",
    handler: (on, _subject, before) => on.delete(before),
    ways: {
      again: (it, before) => it.delete(before).then(() => ({ state: undefined, look: "none" })),
      "again after a refresh": (it, before) =>
        it.refreshedDelete(before).then(() => ({ state: undefined, look: "none" })),
      "made whole after a refresh": (it, before) => it.refreshed(before, it.first),
    },
  },
];

/**
 * What the killed handler marked for one resource is no other's: neither when the program renames it, nor when it goes
 * back. A route that had got another key of the kernel bears no mark of its resource at all, and neither does a rule. Nor are
 * a container's the interfaces and rules of which neither its state nor the program says anything.
 */
function isPossible(way: string, { kind, keepsKey, first, second }: Subject): boolean {
  if (kind === "container") return way.startsWith("again") || way.startsWith("made");
  if (way.startsWith("with")) return !["route", "rule"].includes(kind) && keepsKey && first.owner === second.owner;
  return !way.startsWith("back") || (first.owner === second.owner && (kind !== "route" || keepsKey));
}

/** Runs a handler whose provider is killed at a gap. */
function kill({ handler }: Verb, subject: Subject, before: Owned, gap: number): Promise<MortalHost> {
  return killedAt(gap, (host) => handler(subject.on(host), subject, before));
}

/** What stands before a handler: for a creation nothing. */
async function stateBefore({ verb }: Verb, subject: Subject): Promise<Owned> {
  return verb === "create" ? subject.first : subject.create(subject.first);
}

async function gapsOf(verb: Verb, subject: Subject): Promise<number> {
  const { gaps } = await kill(verb, subject, await stateBefore(verb, subject), Infinity);
  if (verb.after) await subject.delete(subject[verb.after]);
  return gaps;
}

describe("a provider that is killed", () => {
  for (const [index, subject] of SUBJECTS.entries()) {
    const every = stride(subject);
    const isWhole = every === 1;
    const figure = isWhole ? "gaps" : `gaps, of which one in ${every} is tried`;
    for (const [start, verb] of VERBS.entries()) {
      // The sample has one verb of each.
      if (!FULL && start !== index % VERBS.length) continue;
      const ways = Object.entries(verb.ways).filter(([way]) => isPossible(way, subject));

      it(`leaves nothing in the way of the next, wherever in ${verb.verb} of ${subject.text}`, async () => {
        await subject.looks();
        const gaps = await gapsOf(verb, subject);
        // Behind the last command, too: all is done, and the engine never heard of it.
        const all = Array.from({ length: gaps + 1 }, (_, gap) => gap);
        const share = all.filter((gap) => gap % every === (rank(subject) + start) % every);
        const chosen = drawn(share, sized(all.length, 1), numbers(SEED + index));
        for (const gap of all) if (!chosen.includes(gap)) count(figure, false, verb.verb);
        for (const [turn, gap] of chosen.entries()) {
          // One way after the other; another one at the same gap of the next of the kind.
          const [way, goOn] = ways[((isWhole ? gap : turn) + rank(subject)) % ways.length] as (typeof ways)[number];
          const before = await stateBefore(verb, subject);
          const { where } = await kill(verb, subject, before, gap);
          try {
            const outcome = await goOn(subject, before);
            await subject.assertOutcome(outcome);
            if (outcome.state) await subject.delete(outcome.state);
            count(figure, true, verb.verb);
          } catch (error) {
            count(figure, false, verb.verb);
            const { message } = error as Error;
            throw new Error(
              `gap ${gap} of ${gaps}, ${where ?? "behind all commands"}, ${verb.verb} ${way}:\n${message}`,
              { cause: error },
            );
          }
        }
      });
    }
  }
});
