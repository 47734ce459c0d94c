import type { Inputs } from "../plan";

function isObject(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null;
}

/** What check makes of inputs whose canonical form is known: that, and the defaults. */
export function canonicalOver(inputs: object, canonical: object): Inputs {
  const [all, own] = [inputs, canonical] as [Inputs, Inputs];
  const peer = isObject(all.peer) && isObject(own.peer) ? { peer: { ...all.peer, ...own.peer } } : {};
  return { ...all, ...own, ...peer };
}
