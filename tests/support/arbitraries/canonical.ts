import type { Inputs } from "../plan";

function isObject(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null;
}

/** The properties that are objects with defaults of their own, or lists of such. */
const INNER = ["peer", "network", "networks"];

/** What check makes of inputs whose canonical form is known: that, and the defaults. */
export function canonicalOver(inputs: object, canonical: object): Inputs {
  const [all, own] = [inputs, canonical] as [Inputs, Inputs];
  const inner = INNER.filter((name) => name in own).map((name) => [name, over(all[name], own[name])]);
  return { ...all, ...own, ...(Object.fromEntries(inner) as Inputs) };
}

function over(value: unknown, canonical: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(canonical)) return canonical.map((it, index) => over(value[index], it));
  return isObject(value) && isObject(canonical) ? canonicalOver(value, canonical) : canonical;
}
