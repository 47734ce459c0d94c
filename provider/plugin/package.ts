import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// A package may import itself by its name, so this is right from the sources and from dist alike.
const root = dirname(require.resolve("pulumi-linuxnet/package.json"));

/** The version of this package. */
export function version(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

/** What this package offers to programs in any language. */
export function schema(): string {
  return readFileSync(join(root, "schema.json"), "utf8");
}
