import { isDeepStrictEqual } from "node:util";
import { pathOf } from "./inputs/path";

/** One value that differs, by its path as Pulumi writes it: `addresses[1]`, `sysctls["net.ipv4.ip_forward"]`. */
export interface Change {
  path: string;
  kind: "add" | "delete" | "update";
}

/** The innermost values in which one differs from the other. An unknown value differs from every other. */
export function changesBetween(old: unknown, wanted: unknown, path = ""): Change[] {
  if (isDeepStrictEqual(old, wanted)) return [];
  if (old === undefined) return [{ path, kind: "add" }];
  if (wanted === undefined) return [{ path, kind: "delete" }];
  if (!isTree(old) || !isTree(wanted) || Array.isArray(old) !== Array.isArray(wanted))
    return [{ path, kind: "update" }];
  const keys = new Set([...Object.keys(old), ...Object.keys(wanted)]);
  return [...keys].flatMap((key) => changesBetween(old[key], wanted[key], joined(path, key, Array.isArray(old))));
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function joined(path: string, key: string, isIndex: boolean): string {
  return isIndex ? `${path}[${key}]` : pathOf(path, key);
}
