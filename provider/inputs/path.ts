import { isUnknown } from "./check";

/** The value at a path such as `peer.name`; that of an object which is unknown as a whole is unknown. */
export function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, name) => {
    if (typeof inner !== "object" || inner === null) return isUnknown(inner) ? inner : undefined;
    return (inner as Record<string, unknown>)[name];
  }, value);
}

/** Whether a path is another one, or leads to it: `peer` leads to `peer.name`, and `addresses` to `addresses[0]`. */
export function leadsTo(path: string, other: string): boolean {
  return other.startsWith(path) && ["", ".", "["].includes(other.slice(path.length, path.length + 1));
}

/** The path of a member of an object, as Pulumi writes it: `sysctls["net.ipv4.ip_forward"]`. */
export function pathOf(path: string, name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}
