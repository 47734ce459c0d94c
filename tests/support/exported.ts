import assert from "node:assert/strict";
import { existsSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { execa } from "execa";
import type { Stack } from "./stack";

const ROOT = resolve(__dirname, "../..");

interface Answer {
  stdout: string;
  /** What is left out, a line each. */
  left: string[];
}

/** Runs `linuxnet export`, which must succeed; words that name a stack need it. */
export async function exported(words: readonly string[], stack?: Stack): Promise<Answer> {
  const options = { cwd: stack?.folder ?? ROOT, env: stack?.env ?? {}, reject: false, stdin: "ignore" } as const;
  const { exitCode, stdout, stderr } = await execa("linuxnet", ["export", ...words], options);
  assert.equal(exitCode, 0, stderr);
  const left = stderr.split("\n").filter((line) => line !== "");
  return { stdout, left: left.map((line) => line.replace("linuxnet: export: left out: ", "")) };
}

/** Writes a program into a folder that is named after a stack's project, and answers the folder. */
export async function exportedProject(stack: Stack, ...words: string[]): Promise<{ folder: string; left: string[] }> {
  const folder = join(stack.folder, stack.project);
  const { left } = await exported(["--out", folder, ...words], stack);
  const modules = join(folder, "node_modules");
  if (!existsSync(modules)) symlinkSync(join(ROOT, "node_modules"), modules);
  return { folder, left };
}
