import { isDeepStrictEqual } from "node:util";
import { LinuxnetError } from "../errors";
import type { Owner } from "../owner";
import { driftOf, type Part } from "./part";
import type { Observation, Owned, ResourceSpec, Step, View } from "./spec";

/** What differs between the kinds that are composed of objects of other kinds. */
type ComposedKind<Inputs extends Owned, State extends Inputs> = Omit<
  ResourceSpec<Inputs, State>,
  "create" | "update" | "remove" | "afterwards" | "observe" | "hasDependents"
> & {
  /** What it is, for messages: `a container`. */
  what: string;
  /** In the order of their making. By the first, if there is one, the resource is known. */
  parts: (state: State) => Part[];
  /** Those that it does not have, as other inputs would: an interrupted change may have left them. */
  spares?: (state: State) => Part[];
};

/**
 * A resource of several objects. Each of them is known, made, changed and repaired as one of its own kind: what was
 * cut off in the middle goes on from whatever stands of each.
 */
export function composed<Inputs extends Owned, State extends Inputs>({
  what,
  parts,
  spares = () => [],
  ...kind
}: ComposedKind<Inputs, State>): ResourceSpec<Inputs, State> {
  return {
    ...kind,
    parts,
    hasDependents: true,
    create: (wanted) => {
      const [first = [], rules = [], others = []] = inOrderOfCreation(parts(wanted)).map((some) =>
        some.flatMap((it) => it.create()),
      );
      return [...first, ...spares(wanted).flatMap((it) => it.remove()), ...rules, ...others];
    },
    remove: (state) =>
      parts(state)
        .reverse()
        .flatMap((it) => it.remove()),
    afterwards: (state) => parts(state).flatMap((it) => it.afterwards()),
    update: (standing, wanted, view) => changeSteps([...parts(standing), ...spares(wanted)], parts(wanted), view),
    async takeBack(before, wanted, view) {
      const known = parts(before);
      return removalSteps(
        parts(wanted).filter((it) => keptOf(known, it) === undefined),
        view,
      );
    },
    async observe(wanted, view) {
      const [all, others] = [parts(wanted), spares(wanted)];
      const [found, left] = await Promise.all([observeAll(all, view), observeAll(others, view)]);
      const standing = all.flatMap((it) => {
        const its = found.get(it);
        return its ? [{ part: it, found: its }] : [];
      });
      const ours = standing.filter(({ part, found }) => found.owner === part.owner);
      const other = standing.map(({ part, found }) => otherThan([part.owner], found)).find((it) => it !== undefined);
      // A parameter, which needs no removal, and a route, which goes with its link, bear no mark that tells whose they are.
      const isMarked = ours.some(({ part }) => part.on === undefined && part.remove().length > 0);
      if (all.length > 0 && !isMarked) return other && { ...other, drift: [] };
      const [first] = all;
      const isKnown = first === undefined || (!otherThan([first.owner], found.get(first)) && found.get(first)?.state);
      return {
        ...{ owner: wanted.owner, what },
        drift: [
          ...all.flatMap((it) => driftOf(it, found.get(it))),
          ...others.flatMap((it) => left.get(it)?.drift ?? []),
        ],
        remains: [...removalOf(others, left), ...removalOf(all, found)],
        ...(isKnown ? { state: wanted } : {}),
        ...(other ? { instead: other } : {}),
      };
    },
  };
}

/** By the first one it is known. Then come rules: what does not stand yet nobody misses, and what stands is guarded at once. */
function inOrderOfCreation(all: readonly Part[]): [first: Part[], rules: Part[], others: Part[]] {
  const [first, rest] = [all.slice(0, 1), all.slice(1)];
  return [first, rest.filter(({ isRules }) => isRules), rest.filter(({ isRules }) => !isRules)];
}

type Found = Map<Part, Observation<unknown> | undefined>;

async function observeAll(parts: readonly Part[], view: View): Promise<Found> {
  return new Map(await Promise.all(parts.map(async (it) => [it, await it.observe(view)] as const)));
}

/** What stands in a part's place and belongs to nobody of these. */
function otherThan(
  owners: readonly (Owner | undefined)[],
  found: Observation<unknown> | undefined,
): Observation<unknown>["instead"] {
  if (found === undefined) return undefined;
  return found.instead ?? (owners.includes(found.owner) ? undefined : { owner: found.owner, what: found.what });
}

/** The part that another is a change of. */
function keptOf(before: readonly Part[], wanted: Part): Part | undefined {
  const same = before.find(({ key }) => key === wanted.key);
  return same && !wanted.isElsewhere(same) ? same : undefined;
}

/** What takes away those parts that stand and are their own, and the rest of those of which nothing is seen. */
function removalOf(parts: readonly Part[], found: Found): Step[] {
  return [...parts].reverse().flatMap((it) => {
    const its = found.get(it);
    if (its === undefined) return it.afterwards();
    return its.owner === it.owner ? (its.remains ?? it.remove()) : [];
  });
}

async function removalSteps(parts: readonly Part[], view: View): Promise<Step[]> {
  return removalOf(parts, await observeAll(parts, view));
}

/** What goes goes first: what comes may take its place. */
async function changeSteps(before: readonly Part[], wanted: readonly Part[], view: View): Promise<Step[]> {
  const kept = new Map(wanted.map((it) => [it, keptOf(before, it)]));
  const gone = before.filter((it) => ![...kept.values()].includes(it));
  const steps = await removalSteps(gone, view);
  // Of rules it is not seen what they were: what is kept is looked at as it was.
  const found = await observeAll(
    wanted.map((it) => kept.get(it) ?? it),
    view,
  );
  const anew = new Set<string>();
  for (const it of wanted) {
    const was = kept.get(it);
    const its = found.get(was ?? it);
    const isGoing = its !== undefined && gone.some(({ owner }) => owner === its.owner);
    const isTakenAlong = it.on !== undefined && anew.has(it.on);
    const standing = isGoing || isTakenAlong ? undefined : its;
    if (standing?.state === undefined) anew.add(it.key);
    const own = await stepsTo(it, was?.owner, standing, view);
    steps.push(...(own.length > 0 ? own : it.again(steps)));
  }
  return steps;
}

/** From what stands in the place of a part, whatever that is. What is as it is to be is left alone. */
async function stepsTo(
  wanted: Part,
  ownerBefore: Owner | undefined,
  found: Observation<unknown> | undefined,
  view: View,
): Promise<Step[]> {
  if (found === undefined) return wanted.create();
  const other = otherThan([wanted.owner, ownerBefore], found);
  if (other) throw new LinuxnetError(`in the place of ${wanted.text} is ${other.what} that is not its own`);
  if (found.state === undefined) return [...(found.remains ?? wanted.remove()), ...wanted.create()];
  const isWanted = found.owner === wanted.owner && found.drift.length === 0;
  if (isWanted && isDeepStrictEqual(found.state, wanted.state)) return [];
  return [...(found.renaming ?? []), ...(await wanted.changeFrom(found.state, view))];
}
