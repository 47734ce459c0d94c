import fc from "fast-check";
import type { AnyKind, Inputs } from "../plan";
import { RIGHT } from "./kinds";
import { withValue } from "./wrong";
import { WRONG } from "./wrong-kinds";

/** Inputs that were right but for the property at a path. */
export interface Mutation {
  kind: AnyKind;
  path: string;
  inputs: fc.Arbitrary<Inputs>;
}

export const MUTATIONS: readonly Mutation[] = (Object.keys(WRONG) as AnyKind[]).flatMap((kind) =>
  Object.entries(WRONG[kind]).map(([path, wrong]): Mutation => ({
    kind,
    path,
    inputs: fc.tuple(RIGHT[kind](["ns0", undefined]), wrong).map(([{ given }, it]) => withValue(given, path, it)),
  })),
);
