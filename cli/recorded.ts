import { stateOf } from "../provider/first-addresses";
import type { Owned } from "../provider/resources/spec";

/** The name that a program gave the resource of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Properties without what Pulumi adds for itself, and what the plugin tells beside them. */
export function own(properties: Record<string, unknown> = {}): Owned {
  return stateOf(properties) as unknown as Owned;
}
