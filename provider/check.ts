import { type CheckFailure, failure, type Fields, hasUnknown, object, type Refuse } from "./inputs/check";
import { leadsTo, valueAt } from "./inputs/path";
import type { CrossCheck } from "./resources/spec";

export interface Checked<Inputs> {
  inputs: Partial<Inputs>;
  failures: CheckFailure[];
}

/** What checks need to know of a kind. */
export interface Checkable<Inputs> {
  fields: Fields<Inputs>;
  /**
   * The inputs whose defaults depend on other inputs, and on what they were before. Sees unknown values, and nothing of what
   * was refused.
   */
  defaults?(inputs: Partial<Inputs>, before: Readonly<Record<string, unknown>>): Partial<Inputs>;
  /** What must hold between inputs that are right by themselves. */
  crossChecks?: readonly CrossCheck<Inputs>[];
}

/** Canonical inputs with defaults, and everything that is wrong with them. Unknown values stay as they are. */
export function checkInputs<Inputs extends object>(
  spec: Checkable<Inputs>,
  news: Record<string, unknown>,
  before: Readonly<Record<string, unknown>> = {},
): Checked<Inputs> {
  const refused: string[] = [];
  const failures: CheckFailure[] = [];
  const refuse: Refuse = (path, expected, got) => {
    refused.push(path);
    failures.push(failure(path, expected, got));
    return undefined;
  };
  const given = object<Inputs>(spec.fields)(news, "", refuse) ?? ({} as Inputs);
  const inputs = { ...given, ...spec.defaults?.(given, before) };
  // What cross checks refuse keeps no other one from running.
  const wrong = [...refused];
  const isKnown = (path: string): boolean =>
    !hasUnknown(valueAt(inputs, path)) && !wrong.some((other) => leadsTo(other, path) || leadsTo(path, other));
  for (const cross of spec.crossChecks ?? []) {
    if (cross.needs.every(isKnown)) cross.check(inputs, refuse);
  }
  return { inputs, failures };
}
