import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Mode } from "../../provider/types";
import { Failure, UNABLE } from "../failure";

/** What a program needs around it. */
export interface Project {
  /** @default the folder's name */
  name?: string | undefined;
  mode: Mode;
  /** What npm is to install as this package: a version or a file. */
  source: string;
}

/** Writes a program into a folder, with all that makes it run; refuses to write over what is there. */
export function writeProject(folder: string, program: string, project: Project): void {
  const files = Object.entries(filesOf(folder, program, project)).map(([name, text]) => [join(folder, name), text]);
  const standing = files.map(([path = ""]) => path).find((path) => existsSync(path));
  if (standing !== undefined) throw new Failure(`export: ${standing} exists already`, UNABLE);
  try {
    mkdirSync(folder, { recursive: true });
    for (const [path = "", text = ""] of files) writeFileSync(path, text);
  } catch (error) {
    throw new Failure(`export: cannot write into ${folder}: ${(error as Error).message}`, UNABLE);
  }
}

function filesOf(folder: string, program: string, { name, mode, source }: Project): Record<string, string> {
  const project = name ?? (basename(resolve(folder)).replace(/[^\w.-]+/g, "-") || "network");
  const packageName = project.toLowerCase().replace(/^[._]+/, "") || "network";
  const plugin = [
    "config:",
    "  linuxnet:mode: plugin",
    "plugins:",
    "  providers:",
    "    - { name: linuxnet, path: node_modules/.bin }",
  ];
  const yaml = [`name: ${JSON.stringify(project)}`, "runtime: nodejs", ...(mode === "plugin" ? plugin : [])];
  return {
    "index.ts": program,
    "Pulumi.yaml": `${yaml.join("\n")}\n`,
    "package.json": jsonText({
      ...{ name: packageName, private: true, main: "index.ts" },
      dependencies: { "@pulumi/pulumi": "^3.259.0", "pulumi-linuxnet": source },
      devDependencies: { "ts-node": "^10.9.2", typescript: "^5.9.3" },
    }),
    "tsconfig.json": jsonText({
      compilerOptions: { target: "es2022", module: "nodenext", strict: true, skipLibCheck: true },
      files: ["index.ts"],
    }),
  };
}

function jsonText(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
