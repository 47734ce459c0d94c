import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Debian's packages that hold one. */
const PROGRAMS = ["chromium-headless-shell", "chromium"];

/** A name that leads to this machine, as one would that its owner has made lead there. */
export const REBOUND = "rebound.example";

/** The path of a browser; undefined where none is installed. */
export function browserPath(): string | undefined {
  const paths = PROGRAMS.flatMap((name) => (process.env.PATH ?? "").split(":").map((folder) => join(folder, name)));
  return paths.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts a browser without a window. Root has no use of its sandbox, which would not start. */
export function startBrowser(executablePath: string): Promise<Browser> {
  const args = ["--no-sandbox", `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`];
  return chromium.launch({ executablePath, args });
}
