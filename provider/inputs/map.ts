import { type Check, isUnknown } from "./check";
import { pathOf } from "./path";

/** Checks every value of a map, and its key. A value that says nothing is an empty object. */
export function map<T>(key: Check<string>, value: Check<T>): Check<Record<string, T>> {
  return (given, path, refuse) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return refuse(path, "an object", given);
    const entries = Object.entries(given as Record<string, unknown>).flatMap(([name, it]) => {
      const at = pathOf(path, name);
      if (key(name, at, refuse) === undefined) return [];
      const checked = isUnknown(it) ? (it as T) : value(it ?? {}, at, refuse);
      return checked === undefined ? [] : [[name, checked] as const];
    });
    return Object.fromEntries(entries);
  };
}
