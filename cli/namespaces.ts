import { readdirSync } from "node:fs";

export const NETNS = "/run/netns";

/** The names of the namespaces that `ip netns` lists, in the order of the alphabet. */
export function namespaces(): string[] {
  try {
    return readdirSync(NETNS).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
