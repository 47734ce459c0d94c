import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../provider/inputs/check";
import type { Change } from "./model";
import { SECRET } from "./preview";

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

/** Which properties are not known here, and why: one text each. */
export function unknownOf(properties: object): string[] {
  return [...leavesOf(properties)].flatMap(([property, value]) => {
    if (value === SECRET) return [`${property} is a secret`];
    return shown(value) === value ? [] : [`${property} is known only in the update`];
  });
}

/** A copy that lacks what is secret. */
export function withoutSecrets<T extends object>(properties: T): T {
  const text = JSON.stringify(properties);
  return JSON.parse(text, (_name, value: unknown) => (value === SECRET ? undefined : value)) as T;
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
