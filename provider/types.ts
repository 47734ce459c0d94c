/** How Pulumi's types of our resources begin, by what serves them: Pulumi's dynamic providers, or the plugin. */
export const TYPES = { dynamic: "pulumi-nodejs:dynamic/linuxnet:", plugin: "linuxnet:index:" } as const;

export type Mode = keyof typeof TYPES;

/** `VethPair` of a type such as `linuxnet:index:VethPair`, in any mode; empty for a type that is not linuxnet's. */
export function kindOf(type: string): string {
  const prefix = Object.values(TYPES).find((it) => type.startsWith(it));
  return prefix === undefined ? "" : type.slice(prefix.length);
}

/** `vethPair`, as the state files of programs call what serves the kind `VethPair`. */
export function handlerOf<Kind extends string>(kind: Kind): Uncapitalize<Kind> {
  return (kind.charAt(0).toLowerCase() + kind.slice(1)) as Uncapitalize<Kind>;
}

/** The reverse of `handlerOf`. */
export function kindServedBy<Handler extends string>(handler: Handler): Capitalize<Handler> {
  return (handler.charAt(0).toUpperCase() + handler.slice(1)) as Capitalize<Handler>;
}
