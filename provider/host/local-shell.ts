import { spawn } from "node:child_process";
import { findProgram, FOLDERS } from "./programs";
import { killTree } from "./process-tree";
import { Shell } from "./shell";

/** What every program that linuxnet runs finds around it. */
export const SURROUNDINGS = { cwd: "/", env: { PATH: FOLDERS.join(":"), LC_ALL: "C" } } as const;

/**
 * A shell on this machine.
 * @param file an open file that it and its programs have as their descriptor 3.
 */
export function localShell(file?: number): Shell {
  const sh = findProgram("sh");
  const process = spawn(sh, {
    ...SURROUNDINGS,
    stdio: ["pipe", "pipe", "pipe", ...(file === undefined ? [] : [file])],
  });
  return new Shell({
    ...{ process, sh },
    // Ctrl-C is for who gave the order: what has begun is done.
    first: "unset PWD; trap '' INT QUIT HUP\n",
    kill: () => process.pid !== undefined && killTree(process.pid),
  });
}
