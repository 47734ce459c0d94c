import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { version } from "../provider/package";
import { Failure, UNABLE } from "./failure";

/**
 * What npm is to install as this package, as package.json in a folder says it: this version, or what `npm pack` made.
 * @throws Failure, which begins with the subcommand's name, for a tarball that is not there.
 */
export function packageSource(subcommand: string, folder: string, tarball: string | undefined): string {
  if (tarball === undefined) return `^${version()}`;
  if (!existsSync(tarball)) throw new Failure(`${subcommand}: no file ${tarball}`, UNABLE);
  return `file:${relative(folder, resolve(tarball))}`;
}
