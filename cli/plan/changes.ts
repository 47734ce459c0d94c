import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../provider/inputs/check";
import type { Change } from "./model";

/** What is shown of a value that only the update will know. */
export const KNOWN_LATER = "<known after up>";

/** Inputs that say whose an object is, not what it is like. */
const HIDDEN = ["owner", "__provider"];

/** How inputs differ, leaf by leaf; a list is one leaf. */
export function changesOf(old: object, next: object, replaceOn: readonly string[]): Change[] {
  const [before, after] = [leavesOf(old), leavesOf(next)];
  const properties = [...new Set([...before.keys(), ...after.keys()])];
  return properties
    .filter((property) => !isDeepStrictEqual(before.get(property), after.get(property)))
    .map((property) => ({
      property,
      ...(before.has(property) ? { old: before.get(property) } : {}),
      ...(after.has(property) ? { new: shown(after.get(property)) } : {}),
      replaces: replaceOn.includes(property),
    }));
}

/** The paths of the inputs that are not known yet. */
export function unknownOf(inputs: object): string[] {
  return [...leavesOf(inputs)].filter(([, value]) => shown(value) !== value).map(([property]) => property);
}

function leavesOf(value: object, path = ""): Map<string, unknown> {
  const own = Object.entries(value).filter(([name]) => !HIDDEN.includes(name));
  return new Map(
    own.flatMap(([name, inner]): [string, unknown][] =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? [...leavesOf(inner as object, `${path}${name}.`)]
        : [[path + name, inner]],
    ),
  );
}

/** The same value, or another where it is not known. */
function shown(value: unknown): unknown {
  if (!Array.isArray(value)) return value === UNKNOWN ? KNOWN_LATER : value;
  return value.includes(UNKNOWN) ? value.map(shown) : value;
}
