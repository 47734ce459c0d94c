import type { Drifted } from "./diff";
import { CommandError } from "./errors";
import { observe } from "./marks";
import type { Imported, Observation, Owned, ResourceSpec, View } from "./resources/spec";

/** What a read found. */
export interface Reading<Inputs, State> {
  /** The id that it has by now: a change in place may have moved it to another. */
  id: string;
  state: State & Drifted & Imported;
  inputs: Inputs & Drifted;
  /** Why what stands could not be seen. */
  unseen?: string;
}

/**
 * What stands now, and the inputs that it confirms; undefined if it is gone, or somebody else's by now. Where this
 * process may not look, what stood before, and why that is all that is known: without privilege, a preview goes on.
 */
export async function read<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  view: View,
  state: State & Drifted & Imported,
): Promise<Reading<Inputs, State> | undefined> {
  let found: Observation<State> | undefined;
  try {
    found = await observe(spec, view, state);
  } catch (error) {
    if (!(error instanceof CommandError) || error.reason !== "denied") throw error;
    const why = "not read, permission denied (CAP_NET_ADMIN and CAP_SYS_ADMIN are needed)";
    return keptReading(spec, state, `${spec.describe(state)}: ${why}`);
  }
  if (found === undefined || found.owner !== state.owner) return undefined;
  const { drift: _drift, ...before } = state;
  const differences = [...(found.state === undefined ? ["only a part of it stands"] : []), ...found.drift];
  const standing = {
    ...(found.state ?? before),
    owner: state.owner,
    ...(state.imported ? { imported: state.imported } : {}),
    ...(differences.length > 0 ? { drift: differences } : {}),
  } as State & Drifted & Imported;
  return { id: spec.id(standing), state: standing, inputs: inputsOf(spec, standing) };
}

/** What stood before, and why that is all that is known. */
export function keptReading<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  state: State & Drifted & Imported,
  unseen: string,
): Reading<Inputs, State> {
  return { id: spec.id(state), state, inputs: inputsOf(spec, state), unseen };
}

function inputsOf<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  { drift, imported: _imported, ...state }: State & Drifted & Imported,
): Inputs & Drifted {
  return { ...spec.inputsOf(state as unknown as State), ...(drift === undefined ? {} : { drift }) };
}
