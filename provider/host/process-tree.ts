import { readdirSync, readFileSync } from "node:fs";

/** kill -9 of a process and all that descends from it, of which nothing escapes: what is stopped starts no other. */
export function killTree(pid: number): void {
  const all = stopTree(pid);
  for (const process of all) signal(process, "SIGKILL");
}

/** Stops a process, then its children, and theirs. Answers them all. */
function stopTree(pid: number): number[] {
  signal(pid, "SIGSTOP");
  return [pid, ...childrenOf(pid).flatMap(stopTree)];
}

function childrenOf(pid: number): number[] {
  return threadsOf(pid).flatMap((thread) => {
    try {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8");
      return text.split(" ").filter(Boolean).map(Number);
    } catch {
      return []; // It has ended meanwhile.
    }
  });
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // It has ended meanwhile.
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}
