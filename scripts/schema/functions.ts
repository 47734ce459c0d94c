import { functions } from "../../provider/functions";
import { commentOf, withExample } from "./comments";
import type { Sources } from "./sources";
import type { FunctionSpec } from "./spec";
import { described, token, type Types } from "./types";

/** The functions that the provider answers, by their tokens, as the SDK exports them. */
export function functionsOf(sources: Sources, types: Types): Record<string, FunctionSpec> {
  const sdk = sources.exportsOf("sdk/index.ts");
  const entries = Object.keys(functions).map((name): [string, FunctionSpec] => {
    const typeName = name.charAt(0).toUpperCase() + name.slice(1);
    const [symbol, args, result] = [sdk.get(name), sdk.get(`${typeName}Args`), sdk.get(`${typeName}Result`)];
    if (!symbol || !result) throw new Error(`sdk/index.ts: expected ${name} and ${typeName}Result`);
    const spec = {
      ...described(withExample(commentOf(symbol))),
      ...(args ? { inputs: types.objectOf(args) } : {}),
      outputs: types.objectOf(result),
    };
    return [token(name), spec];
  });
  return Object.fromEntries(entries);
}
