import { createHash } from "node:crypto";

/** The owner that the tests use for a name. */
export function owner(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 16);
}
