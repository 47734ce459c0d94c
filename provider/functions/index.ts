import { checkInputs } from "../check";
import { LinuxnetError } from "../errors";
import type { Properties } from "../properties";
import type { View } from "../resources/spec";
import { getLinks } from "./get-links";
import { getNamespaces } from "./get-namespaces";
import { getRoutes } from "./get-routes";
import { getUplink } from "./get-uplink";
import type { FunctionSpec } from "./spec";

/** Every function, by its name in Pulumi's tokens: `linuxnet:index:getLinks`. */
export const functions = { getLinks, getRoutes, getUplink, getNamespaces };

export type FunctionName = keyof typeof functions;

/** @throws LinuxnetError that tells all that is wrong with the arguments, or why there is no answer. */
export async function answer(name: FunctionName, args: Properties, view: View): Promise<Properties> {
  const spec: FunctionSpec<object, object> = functions[name];
  const { inputs, failures } = checkInputs(spec, args);
  if (failures.length > 0) throw new LinuxnetError(failures.map(({ reason }) => `${name}: ${reason}`).join("\n"));
  try {
    return { ...(await spec.answer(inputs, view)) };
  } catch (error) {
    throw error instanceof LinuxnetError ? new LinuxnetError(`${name}: ${error.message}`, { cause: error }) : error;
  }
}
