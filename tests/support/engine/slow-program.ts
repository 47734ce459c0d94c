import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../../provider/host/programs";
import { run } from "../command";
import { SLOW } from "./processes";

/**
 * Puts a script in the place of a program, for this lab alone: it sleeps before it acts, where one of its words is the
 * given one. Answers how to undo that.
 */
export function slow(name: string, word: string, seconds: number): () => void {
  const path = realpathSync(findProgram(name));
  const folder = mkdtempSync(join(tmpdir(), "linuxnet-slow-"));
  const [original, script] = [join(folder, name), join(folder, "script")];
  copyFileSync(path, original);
  const lines = ["#!/bin/sh", `case " $* " in *" ${word} "*) ${SLOW} ${seconds} ;; esac`, `exec ${original} "$@"`];
  writeFileSync(script, `${lines.join("\n")}\n`);
  for (const file of [original, script]) chmodSync(file, 0o755);
  run(["mount", "-n", "--bind", script, path]);
  // A script that sleeps yet still has to find what it is for.
  process.once("exit", () => rmSync(folder, { recursive: true }));
  return () => void run(["umount", "-n", "--lazy", path]);
}
