import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";

const ROOT = resolve(__dirname, "../..");
const QUIETLY = ["--prefer-offline", "--no-audit", "--no-fund"];

/** Packs this package into a folder; answers the tarball. */
export function packHere(folder: string): Promise<string> {
  return pack(ROOT, folder);
}

/** Packs this package into a folder, and installs it from there as somebody's dependency. */
export async function installPacked(folder: string): Promise<string> {
  return install(folder, "installed", await packHere(folder));
}

/** Installs what a project's package.json names. */
export async function installProject(project: string): Promise<void> {
  await npm(project, "install", ...QUIETLY);
}

/** The same with the next patch version. */
export async function installNextPatch(folder: string, installed: string): Promise<string> {
  const source = join(folder, "next");
  cpSync(join(installed, "node_modules/pulumi-linuxnet"), source, { recursive: true });
  const manifest = join(source, "package.json");
  const described = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const [major, minor, patch] = described.version.split(".");
  writeFileSync(manifest, JSON.stringify({ ...described, version: `${major}.${minor}.${Number(patch) + 1}` }));
  return install(folder, "upgraded", await pack(source, folder));
}

async function pack(source: string, folder: string): Promise<string> {
  const { stdout } = await npm(folder, "pack", "--json", "--pack-destination", folder, source);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  return join(folder, filename);
}

async function install(folder: string, name: string, tarball: string): Promise<string> {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), `{ "private": true }`);
  await npm(project, "install", ...QUIETLY, tarball);
  return project;
}

function npm(cwd: string, ...words: string[]) {
  return execa("npm", [...words, "--ignore-scripts"], { cwd });
}
