import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** This package's own folder: right from the sources, from dist, and where the plugin is packed as one file. */
function root(folder = __dirname): string {
  if (existsSync(join(folder, "package.json"))) return folder;
  if (dirname(folder) === folder) throw new Error(`no package.json beside or above ${__dirname}`);
  return root(dirname(folder));
}

/** The path of one of the files that this package brings. */
export function packageFile(...names: string[]): string {
  return join(root(), ...names);
}

/** What is told here of package.json. */
interface Manifest {
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** This package's package.json. */
export function manifest(): Manifest {
  return JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as Manifest;
}

/** The version of this package. */
export function version(): string {
  return manifest().version;
}
