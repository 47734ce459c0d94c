import { checkInputs } from "./check";
import { LinuxnetError } from "./errors";
import { failure, type Refuse } from "./inputs/check";
import type { Owner } from "./owner";
import type { Imported, Owned, ResourceSpec, View } from "./resources/spec";

/**
 * What stands at an id, whoever made it, as the state of a resource of this owner; undefined if nothing does.
 * @throws LinuxnetError for an id that is none, and for what the properties of this kind cannot say.
 */
export async function lookUp<Inputs extends Owned, State extends Inputs>(
  spec: ResourceSpec<Inputs, State>,
  view: View,
  id: string,
  owner: Owner,
): Promise<(State & Imported) | undefined> {
  const told = spec.fromId(id, refuse) ?? {};
  const key = checkInputs(spec, { ...told, owner });
  // What the id does not tell is not asked for.
  const wrong = key.failures.find(({ property }) => property in told);
  if (wrong) throw new LinuxnetError(`id ${JSON.stringify(id)}: ${wrong.reason}`);
  try {
    const found = await spec.find(key.inputs as Inputs, view);
    if (!found) return undefined;
    const { inputs, failures } = checkInputs(spec, { ...told, ...found.inputs, owner });
    if (failures.length > 0) throw new LinuxnetError(failures.map(({ reason }) => reason).join("; "));
    const { mark, rules } = found;
    const imported = mark === owner ? {} : { imported: { mark, ...(rules ? { rules } : {}) } };
    return { ...spec.complete(inputs as Inputs, found.standing), ...imported };
  } catch (error) {
    if (!(error instanceof LinuxnetError)) throw error;
    throw new LinuxnetError(`${id}: cannot import, ${error.message}`);
  }
}

const refuse: Refuse = (path, expected, got) => {
  throw new LinuxnetError(failure(path, expected, got).reason);
};
