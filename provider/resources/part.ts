import { isDeepStrictEqual } from "node:util";
import { changesBetween } from "../changes";
import { valueAt } from "../inputs/path";
import type { Owner } from "../owner";
import type { Observation, Owned, ResourceSpec, Step, View } from "./spec";

/** An object of one kind, as a part of a resource that is composed of several. */
export interface Part {
  /** What tells it from the other parts, before and after a change. */
  key: string;
  spec: unknown;
  /** The key of the part that takes it along when it goes. */
  on: string | undefined;
  owner: Owner;
  /** All that it is to be. */
  state: unknown;
  /** How messages call it. */
  text: string;
  /** Whether it is nothing but rules of iptables. */
  isRules: boolean;
  create(): Step[];
  remove(): Step[];
  /** What takes away the rest of one of which nothing can be seen any more. */
  afterwards(): Step[];
  /** The steps from what stands in its place, or used to. */
  changeFrom(standing: unknown, view: View): Step[] | Promise<Step[]>;
  /** What of it, where it stands as it is to be, is lost to these steps, and done again after them. */
  again(steps: readonly Step[]): Step[];
  observe(view: View): Promise<Observation<unknown> | undefined>;
  /** Whether it takes another place in the kernel than the part of its key had before. */
  isElsewhere(before: Part): boolean;
}

/**
 * @param inputs as the kind's check leaves them.
 * @param on the key of the part that takes it along when it goes.
 */
export function part<Inputs extends Owned, State extends Inputs>(
  key: string,
  spec: ResourceSpec<Inputs, State>,
  inputs: NoInfer<Inputs>,
  on?: string,
): Part {
  const state = spec.complete(inputs);
  return {
    ...{ key, spec, on, owner: inputs.owner, state, text: spec.describe(inputs) },
    isRules: spec.isRules ?? false,
    create: () => spec.create(state),
    remove: () => spec.remove(state),
    afterwards: () => spec.afterwards?.(state) ?? [],
    changeFrom: (standing, view) => spec.update(standing as State, state, view),
    again: (steps) => spec.again?.(state, steps) ?? [],
    observe: (view) => spec.observe(state, view),
    isElsewhere: (before) =>
      spec.replaceOn.some((path) => !isDeepStrictEqual(valueAt(before.state, path), valueAt(state, path))),
  };
}

/** How what was found differs from what a part is to be: one text a difference. */
export function driftOf({ owner, state, text }: Part, found: Observation<unknown> | undefined): string[] {
  if (found === undefined) return [`${text} is missing`];
  const other = found.instead ?? (found.owner === owner ? undefined : found);
  if (other) return [`in the place of ${text} is ${other.what} that is not its own`];
  const paths = found.state === undefined ? [] : changesBetween(found.state, state).map(({ path }) => path);
  const differences = [...new Set(paths.map(propertyOf))].map(
    (name) => `${name} is ${said(found.state, name)}, expected ${said(state, name)}`,
  );
  return [...differences, ...found.drift].map((difference) => `${text}: ${difference}`);
}

/** `peer.addresses` of `peer.addresses[0]`. */
function propertyOf(path: string): string {
  return path.split("[", 1)[0] as string;
}

function said(state: unknown, path: string): string {
  const value = valueAt(state, path);
  return value === undefined ? "nothing" : JSON.stringify(value);
}
