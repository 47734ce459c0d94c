import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Failure, UNABLE } from "../failure";
import { packageSource } from "../package-source";
import { filesOf, projectName } from "./project";
import type { TemplateName } from "./templates";

/**
 * Writes a project into a folder, and answers how to go on.
 * @throws Failure for a folder that holds anything or cannot be written, and for a tarball that is not there.
 */
export function makeProject(folder: string, template: TemplateName, tarball: string | undefined): string {
  const path = resolve(folder);
  const files = filesOf({ name: projectName(basename(path)), template, source: packageSource("new", path, tarball) });
  try {
    mkdirSync(path, { recursive: true });
    if (readdirSync(path).length > 0) throw new Failure(`new: ${folder} is not empty`, UNABLE);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text, { flag: "wx" });
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`new: ${(error as Error).message}`, UNABLE);
  }
  return nextSteps(folder, Object.keys(files));
}

function nextSteps(folder: string, files: readonly string[]): string {
  const enter = folder === "." ? [] : [`  cd ${folder}`];
  return [`made ${files.join(", ")}; go on with`, ...enter, "  npm install", "  cat README.md", ""].join("\n");
}
