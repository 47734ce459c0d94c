import { stateOf } from "../provider/first-addresses";
import { kindNameOf } from "../provider/resources";
import { type KernelObject, objectsOf } from "../provider/resources/objects";
import type { Owned } from "../provider/resources/spec";

/** The name that a program gave the resource of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Properties without what Pulumi adds for itself, and what the plugin tells beside them. */
export function own(properties: Record<string, unknown> = {}): Owned {
  return stateOf(properties) as unknown as Owned;
}

/** A resource in a state. */
export interface Recorded {
  type: string;
  outputs?: Record<string, unknown>;
}

/** What a resource in a state is made of; nothing of what is not linuxnet's, undefined where a secret hides it. */
export function recordedObjects({ type, outputs }: Recorded): KernelObject[] | undefined {
  const kind = kindNameOf(type);
  return kind === undefined ? [] : objectsOf(kind, own(outputs));
}
