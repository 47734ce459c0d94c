import fc from "fast-check";
import type { Inputs, Kind } from "../plan";
import { RIGHT } from "./kinds";
import { WRONG } from "./wrong-kinds";

/** Inputs that were right but for the property at a path. */
export interface Mutation {
  kind: Kind;
  path: string;
  inputs: fc.Arbitrary<Inputs>;
}

/** The same inputs with another value at a path. */
export function withValue(inputs: Inputs, path: string, value: unknown): Inputs {
  const [first = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : withValue(inputs[first] as Inputs, rest.join("."), value);
  return { ...inputs, [first]: inner };
}

export const MUTATIONS: readonly Mutation[] = (Object.keys(WRONG) as Kind[]).flatMap((kind) =>
  Object.entries(WRONG[kind]).map(([path, wrong]): Mutation => ({
    kind,
    path,
    inputs: fc.tuple(RIGHT[kind](["ns0", undefined]), wrong).map(([{ given }, it]) => withValue(given, path, it)),
  })),
);
