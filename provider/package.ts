import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** This package's own folder: right from the sources, from dist, and where the plugin is packed as one file. */
const root = folderOf(__dirname);

function folderOf(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : folderOf(dirname(folder));
}

/** The path of one of the files that this package brings. */
export function packageFile(...names: string[]): string {
  return join(root, ...names);
}

/** The version of this package. */
export function version(): string {
  return (JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as { version: string }).version;
}
