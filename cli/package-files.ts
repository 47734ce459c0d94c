import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

// A package may import itself by its name, so this is right from the sources and from dist alike.
const root = dirname(require.resolve("pulumi-linuxnet/package.json"));

/** The version of this package. */
export function version(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

/** The path of one of the shell scripts that lie beside these sources. */
export function script(name: string): string {
  return join(root, "cli", name);
}
