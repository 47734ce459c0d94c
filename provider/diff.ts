import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "./inputs/check";
import type { Owned, ResourceSpec } from "./resources/spec";

/** Top-level properties that change, and those among them that nothing can change in place. */
export interface Difference {
  changes: string[];
  replaces: string[];
}

/** What a read adds to a state whose kernel objects differ in what is no property. */
export interface Drifted {
  drift?: string[];
}

/** Compares a state with checked inputs, which may hold unknown values. */
export function difference<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  standing: State & Drifted,
  inputs: Inputs,
): Difference {
  const wanted = spec.complete(inputs, standing);
  const names = Object.keys(spec.fields).concat(Object.keys(wanted));
  const changes = [...new Set(names)].filter((name) => !isDeepStrictEqual(at(standing, name), at(wanted, name)));
  if (standing.drift) changes.push("drift");
  const replacing = [
    ...spec.replaceOn.filter((path) => !isDeepStrictEqual(at(standing, path), at(wanted, path))),
    ...spec.references.filter((path) => isUnknown(at(wanted, path))),
  ];
  return { changes, replaces: [...new Set(replacing.map((path) => path.split(".", 1)[0] as string))] };
}

/** The value at a path such as `peer.name`; that of an object which is unknown as a whole is unknown. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => {
    if (typeof inner !== "object" || inner === null) return isUnknown(inner) ? inner : undefined;
    return (inner as Record<string, unknown>)[name];
  }, value);
}
