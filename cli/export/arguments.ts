import { isDeepStrictEqual } from "node:util";
import { checkInputs } from "../../provider/check";
import { isObject, type Properties } from "../../provider/properties";
import { kinds } from "../../provider/resources";
import type { ResourceSpec } from "../../provider/resources/spec";
import type { Declared } from "./model";

/** What a program has to say of a resource: its inputs, without those that the others tell. */
export function argumentsOf({ kind, name, inputs }: Declared): Properties {
  const spec = kinds[kind] as unknown as ResourceSpec;
  const named = "name" in spec.fields ? { name } : {};
  const { owner, ...given } = ordered(inputs as unknown as Properties, Object.keys(spec.fields));
  const checked = (some: Properties): unknown => checkInputs(spec, { ...named, ...some, owner });
  const whole = checked(given);
  const isEnough = (some: Properties): boolean => isDeepStrictEqual(checked(some), whole);
  const least = leastOf(given, isEnough);
  const { peer } = least;
  return isObject(peer) ? { ...least, peer: leastOf(peer, (some) => isEnough({ ...least, peer: some })) } : least;
}

/** Properties in the order of some names. */
function ordered(properties: Properties, names: readonly string[]): Properties {
  const entries = names.flatMap((name) => (name in properties ? [[name, properties[name]] as const] : []));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === "peer" && isObject(value) ? ordered(value, names) : value]),
  );
}

function leastOf(properties: Properties, isEnough: (some: Properties) => boolean): Properties {
  let least = properties;
  for (const key of Object.keys(properties)) {
    const { [key]: _left, ...rest } = least;
    if (isEnough(rest)) least = rest;
  }
  return least;
}
