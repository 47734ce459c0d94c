import assert from "node:assert/strict";
import { LinuxnetError, PartialFailure } from "../../../provider/errors";
import { localHost } from "../../../provider/host/local-host";
import type { Verbs } from "../../../provider/lifecycle-of";
import type { Owned } from "../../../provider/resources/spec";
import { SEED } from "../arbitraries/seed";
import { rank, stride, SUBJECTS } from "./cases";
import { assertLooks, dump } from "./dump";
import { FailingHost, type Fault } from "./failing-host";
import type { AnyKind } from "../plan";
import type { Subject } from "./subject";
import { it } from "./world";
import { FULL, sized } from "../size";
import { count } from "../figures";
import { drawn, numbers } from "../random";

type AnyLifecycle = Verbs<Owned, Owned>;

interface Verb {
  verb: string;
  /** Answers the state that the engine has afterwards. */
  handler: (on: AnyLifecycle, subject: Subject, before: Owned) => Promise<Owned | undefined>;
  /** What the engine keeps when the handler fails whole. */
  keeps: (before: Owned) => Owned | undefined;
  /** What the program wants. */
  wants: "first" | "second" | undefined;
}

const VERBS: Verb[] = [
  {
    verb: "create",
    handler: async (on, { first }) => (await on.create(first)).state,
    keeps: () => undefined,
    wants: "first",
  },
  {
    verb: "update",
    handler: (on, { id, second }, before) => on.update(id, before, second),
    keeps: (before) => before,
    wants: "second",
  },
  {
    verb: "delete",
    handler: (on, _subject, before) => on.delete(before).then(() => undefined),
    keeps: (before) => before,
    wants: undefined,
  },
  {
    verb: "read",
    handler: async (on, _subject, before) => (await on.read(before))?.state,
    keeps: (before) => before,
    wants: "first",
  },
];

/** What the engine has for a state after a handler on a machine with a fault. */
async function after(verb: Verb, subject: Subject, before: Owned, host: FailingHost): Promise<Owned | undefined> {
  try {
    return await verb.handler(subject.on(host), subject, before);
  } catch (error) {
    assert.ok(error instanceof LinuxnetError, `not for people: ${String(error)}`);
    return error instanceof PartialFailure ? (error.state as Owned) : verb.keeps(before);
  }
}

/** The next `up` puts right what the failure left; then the resource can be removed without a trace. */
async function converge({ wants }: Verb, subject: Subject, kept: Owned | undefined): Promise<void> {
  const { none } = await subject.looks();
  if (wants !== undefined) {
    const inputs = subject[wants];
    const state = kept ? await subject.update(kept, inputs) : await subject.create(inputs);
    await subject.assertOutcome({ state, look: wants });
    await subject.delete(state);
  } else {
    if (kept) await subject.delete(kept);
    // What a false answer has left bears our mark: the next creation takes it back.
    else if ((await dump()) !== none) await subject.delete(await subject.create(subject.first));
    await assertLooks(none);
  }
}

/** Two of each kind that is chosen. */
export function describeFailures(isChosen: (kind: AnyKind) => boolean): void {
  for (const [index, subject] of SUBJECTS.filter((it) => rank(it) < 2 && isChosen(it.kind)).entries()) {
    const every = stride(subject);
    for (const [start, verb] of VERBS.entries()) {
      // The sample has two verbs of each.
      if (!FULL && start % 2 !== index % 2) continue;
      it(`leaves nothing that the next does not put right, wherever in ${verb.verb} of ${subject.text}`, async () => {
        await subject.looks();
        const standing = async (): Promise<Owned> =>
          verb.verb === "create" ? subject.first : subject.create(subject.first);
        const trial = new FailingHost(localHost, undefined, every === 1);
        const left = await verb.handler(subject.on(trial), subject, await standing());
        if (left) await subject.delete(left);
        const faults = trial.faults.filter((_fault, turn) => turn % every === (index + start) % every);
        for (const fault of drawn(faults, sized(Infinity, 1), numbers(SEED + index))) {
          const host = new FailingHost(localHost, fault);
          const before = await standing();
          const kept = await after(verb, subject, before, host);
          try {
            // A creation that failed whole has undone what it made; a namespace may stand, and bears its mark.
            const isUndone = verb.verb === "create" && !kept && !["namespace", "container"].includes(subject.kind);
            if (isUndone) await subject.assertOutcome({ state: undefined, look: "none" });
            else await converge(verb, subject, kept);
            count("command failures", true, verb.verb);
          } catch (error) {
            count("command failures", false, verb.verb);
            throw new Error(`${textOf(fault)} of ${host.where}:\n${(error as Error).message}`, { cause: error });
          }
        }
      });
    }
  }
}

function textOf({ command, parts, failure }: Fault): string {
  return `${failure.reason} after ${parts ?? "all"} parts of command ${command}`;
}
