import type { Mode } from "./types";

/** A resource's properties as Pulumi's engine sends and keeps them. */
export type Properties = Record<string, unknown>;

/** Without what Pulumi adds for itself in dynamic mode, and without `undefined`, which its messages cannot hold. */
export function plain(properties: object): Properties {
  const { __provider: _text, ...own } = defined(properties) as Properties;
  return own;
}

/** What has written a state: dynamic mode keeps in it the text by which a read and a removal find their handler. */
export function writerOf(kept: Properties): Mode {
  return "__provider" in kept ? "dynamic" : "plugin";
}

/** Whether they are more than whose they are. */
export function hasState(properties: object): boolean {
  return Object.keys(properties).some((name) => name !== "owner");
}

/** Whether a value holds others by their names. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy without what is undefined, at any depth. */
function defined(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(defined);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([name, inner]) => [name, defined(inner)]));
}
