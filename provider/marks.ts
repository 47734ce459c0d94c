import { UNMARKED } from "./owner";
import type { Imported, Observation, Owned, ResourceSpec, View } from "./resources/spec";

/**
 * What stands in the place of a state. What bears the mark with which it was imported is the state's own as well: of it,
 * `state` has that mark's owner, as after a change of the owner.
 */
export async function observe<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  view: View,
  state: State & Imported,
): Promise<Observation<State> | undefined> {
  const { owner, imported } = state;
  const found = await spec.observe(state, view);
  if (imported === undefined || found?.owner === owner) return found;
  const marked = await spec.observe({ ...state, owner: imported.mark }, view);
  return marked && (marked.owner ?? UNMARKED) === imported.mark ? { ...marked, owner } : found;
}

/** Whether a program asks to take over what it finds. */
export function isAdopted(wanted: object): boolean {
  return "adopt" in wanted && wanted.adopt === true;
}

/** Whether what was found is the resource's own, as far as its mark can tell. */
export function isOurs<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  found: Observation<State>,
  wanted: State,
): boolean {
  const isLeftover = found.state === undefined || (spec.isLeftover?.(found.state, wanted) ?? true);
  return found.owner === wanted.owner && isLeftover;
}
