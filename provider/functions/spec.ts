import { LinuxnetError } from "../errors";
import type { Fields } from "../inputs/check";
import type { View } from "../resources/spec";

/** A question about what stands in a network. It changes nothing. */
export interface FunctionSpec<Args extends object, Result extends object> {
  fields: Fields<Args>;
  answer(args: Args, view: View): Promise<Result>;
}

/** @throws LinuxnetError for a namespace that does not exist: an empty answer would not tell. */
export async function needNamespace(view: View, name: string | undefined): Promise<void> {
  // Every namespace has lo.
  if (name !== undefined && !(await view.link(name, "lo"))) throw new LinuxnetError(`there is no namespace ${name}`);
}
