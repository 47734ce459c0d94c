/** How Pulumi's types of our resources begin, by what serves them: Pulumi's dynamic providers, or the plugin. */
export const TYPES = { dynamic: "pulumi-nodejs:dynamic/linuxnet:", plugin: "linuxnet:index:" } as const;

export type Mode = keyof typeof TYPES;

/** `VethPair` of a type such as `linuxnet:index:VethPair`, in any mode; empty for a type that is not linuxnet's. */
export function kindOf(type: string): string {
  const prefix = Object.values(TYPES).find((it) => type.startsWith(it));
  return prefix === undefined ? "" : type.slice(prefix.length);
}
