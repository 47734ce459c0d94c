import { kinds } from "../provider/resources";
import type { Owned, ResourceSpec } from "../provider/resources/spec";

/** `VethPair` of a type such as `pulumi-nodejs:dynamic/linuxnet:VethPair`; empty for a type that is not linuxnet's. */
export function kindOf(type: string): string {
  return /linuxnet:(\w+)$/.exec(type)?.[1] ?? "";
}

/** What linuxnet knows of the kind of a type; undefined for a type that is not linuxnet's. */
export function specOf(type: string): ResourceSpec<Owned, Owned> | undefined {
  const kind = kindOf(type);
  const specs: Record<string, unknown> = kinds;
  return specs[kind.charAt(0).toLowerCase() + kind.slice(1)] as ResourceSpec<Owned, Owned> | undefined;
}

/** The name that a program gave the resource of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Properties without what Pulumi adds for itself. */
export function own(properties: Record<string, unknown> = {}): Owned {
  const { __provider: _text, ...rest } = properties;
  return rest as unknown as Owned;
}
