import { readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Failure, UNABLE } from "../failure";
import { pulumi } from "../pulumi";

/** What Pulumi's file backend writes into the lock of a stack (pkg/backend/diy/lock.go). */
interface Lock {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
}

/**
 * Who is at work on a stack, or was killed at it: one text a lock. Only Pulumi's file backend keeps its locks where they
 * can be seen; with any other the answer is empty. A lock that cannot be read counts, told by its file.
 * @throws Failure where it cannot be told.
 */
export async function locksOf(fullName: string): Promise<string[]> {
  const { exitCode, stdout, stderr } = await pulumi(["whoami", "--verbose", "--json"]);
  if (exitCode !== 0) throw new Failure(`pulumi whoami failed, which tells where locks are: ${stderr}`, UNABLE);
  const { url = "" } = JSON.parse(stdout) as { url?: string };
  const folder = folderOf(url);
  if (folder === undefined) return [];
  return filesIn(join(folder, ".pulumi", "locks", fullName)).flatMap(lockText);
}

function lockText(file: string): string[] {
  try {
    const { pid, username, hostname, timestamp } = JSON.parse(readFileSync(file, "utf8")) as Lock;
    return [`process ${pid} of ${username} on ${hostname}, since ${timestamp}`];
  } catch (error) {
    // The work has ended meanwhile, or is beginning.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? [] : [file];
  }
}

/** The folder of a backend's URL, as Pulumi reads it; undefined for a backend of another kind. */
export function folderOf(url: string): string | undefined {
  const [, path] = /^file:\/\/([^?]*)/.exec(url) ?? [];
  return path === undefined ? undefined : resolve(decodeURIComponent(path).replace(/^~/, homedir()));
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => join(folder, name));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw new Failure(`cannot read the locks in ${folder}: ${message}`, UNABLE);
  }
}
