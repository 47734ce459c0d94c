import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "./inputs/check";
import { valueAt } from "./inputs/path";
import { type Change, changesBetween } from "./changes";
import type { Imported, Owned, ResourceSpec } from "./resources/spec";

/** Top-level properties that change, and those among them that nothing can change in place. */
export interface Difference {
  changes: string[];
  replaces: string[];
  /** Why it is replaced, a reason each: `name cannot change in place`. */
  because: string[];
  /** The innermost values that change. */
  details: Change[];
}

/** What a read adds to a state whose kernel objects differ in what is no property. */
export interface Drifted {
  drift?: string[];
}

/** Compares a state with checked inputs, which may hold unknown values. */
export function difference<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  standing: State & Drifted & Imported,
  inputs: Inputs,
): Difference {
  const wanted = spec.complete(standing.imported ? asImported(spec, standing, inputs) : inputs, standing);
  const names = Object.keys(spec.fields).concat(Object.keys(wanted));
  const changes = [...new Set(names)].filter(
    (name) => !isDeepStrictEqual(valueAt(standing, name), valueAt(wanted, name)),
  );
  if (standing.drift) changes.push("drift");
  const fixed = [
    ...spec.replaceOn.filter((path) => !isDeepStrictEqual(valueAt(standing, path), valueAt(wanted, path))),
    ...(spec.replacedBetween?.(standing, wanted) ?? []),
  ];
  const lost = spec.references.filter((path) => isUnknown(valueAt(wanted, path)));
  const { drift: _drift, imported: _imported, ...was } = standing as Drifted & Imported & Record<string, unknown>;
  return {
    changes,
    details: [...changesBetween(was, wanted), ...(standing.drift ? [{ path: "drift", kind: "delete" as const }] : [])],
    replaces: [...new Set([...fixed, ...lost].map((path) => path.split(".", 1)[0] as string))],
    because: [
      ...fixed.filter((path) => !lost.includes(path)).map((path) => `${path} cannot change in place`),
      ...lost.map((path) => `${path} refers to what is replaced`),
    ],
  };
}

/** Inputs that say the same as what was imported, in its words. How a creation would deal with what stands is no matter. */
function asImported<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  standing: State,
  inputs: Inputs,
): Inputs {
  const alike = spec.likened?.(inputs, standing) ?? inputs;
  return "adopt" in standing ? { ...alike, adopt: standing.adopt } : alike;
}
