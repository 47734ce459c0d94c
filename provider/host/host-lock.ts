import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { CommandError, LinuxnetError } from "../errors";
import { waitForLock } from "./lock-patience";
import { findProgram } from "./programs";
import { Shells } from "./shells";
import { takingTurns } from "./turns";

const NAME = "linuxnet.lock";

/** flock(1) ends with it when it could not have the lock in time. */
const OUT_OF_TIME = 1;

/** The lock while this process has it. */
interface Held {
  file: number;
  shells: Shells;
}

let held: Held | undefined;

/**
 * The lock's open file while this process has it. A command that inherits it keeps the lock until it has ended, though
 * this process be killed: flock(2) is held by an open file, not by a process.
 */
export function lockToInherit(): "inherit" | undefined {
  // execa's `stdio` takes any open file, its types only those of the standard streams.
  return held === undefined ? undefined : (held.file as unknown as "inherit");
}

/** The shells that have the lock while this process has it, see `lockToInherit`. */
export function shellsOfTurn(): Shells | undefined {
  return held?.shells;
}

/**
 * The lock of this machine, /run/linuxnet.lock, or the same in $XDG_RUNTIME_DIR where that cannot be had. All work of
 * one process shares it. Work must not ask for it again within itself: past its turn it would wait for its own end.
 * Throws LinuxnetError if one other process keeps it for longer than a minute or two.
 */
export const exclusively = takingTurns(async () => {
  const its = await lock();
  return async () => {
    held = undefined;
    await letGo(its);
  };
});

async function letGo({ file, shells }: Held): Promise<void> {
  closeSync(file);
  await shells.retire();
}

async function lock(): Promise<Held> {
  const file = openLock();
  const its = { file, shells: new Shells(file) };
  try {
    await waitForLock({
      isLocked: (patienceS, timeoutMs) => isLocked(its.shells, patienceS, timeoutMs),
      holder: () => Promise.resolve(readHolder(file)),
      machine: "this machine",
    });
    nameHolder(file);
    return (held = its);
  } catch (error) {
    await letGo(its);
    throw error;
  }
}

/** Whether the lock could be had in time. flock(1) locks the open file that it inherits: it stays locked when flock has ended. */
async function isLocked(shells: Shells, patienceS: number, timeoutMs: number): Promise<boolean> {
  const words = ["--exclusive", "--wait", String(patienceS), "3"];
  const { exitCode, stderr } = await shells.run([findProgram("flock"), ...words], "", timeoutMs);
  if (exitCode !== 0 && exitCode !== OUT_OF_TIME)
    throw new CommandError("other", ["flock", ...words].join(" "), stderr);
  return exitCode === 0;
}

/** The longest text of `nameHolder`. */
const LONGEST = 64;

/** Who has the lock, from the file's beginning however often it was read; nothing where that could not be written. */
function readHolder(file: number): string {
  const text = Buffer.alloc(LONGEST);
  return text.toString("utf8", 0, readSync(file, text, 0, LONGEST, 0)).trim();
}

/** For whoever waits: no work fails because of it, as on a full /run. */
function nameHolder(file: number): void {
  try {
    ftruncateSync(file);
    writeSync(file, `process ${process.pid}\n`, 0);
  } catch {
    // It is held, though nobody reads by whom.
  }
}

function openLock(): number {
  const folders = ["/run", process.env.XDG_RUNTIME_DIR].filter((folder) => folder !== undefined);
  for (const folder of folders) {
    try {
      const file = openOwn(`${folder}/${NAME}`);
      if (folder !== "/run" && !isInUserNamespace()) tellOfOthers();
      return file;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (code === "ELOOP") throw new LinuxnetError(`${folder}/${NAME}: expected a file, it is a link`);
      if (code === "EISDIR") throw new LinuxnetError(`${folder}/${NAME}: expected a file, it is a folder`);
      if (!["EACCES", "EPERM", "EROFS", "ENOENT"].includes(code)) throw error;
    }
  }
  throw new CommandError("denied", `open ${NAME}`, `no lock can be made in ${folders.join(" or ")}`);
}

let isTold = false;

/** Pulumi shows what the provider's process prints. */
function tellOfOthers(): void {
  if (isTold) return;
  isTold = true;
  console.warn(`/run/${NAME} is not this user's to lock: changes by other users are not waited for`);
}

/** There nobody else changes this network. */
function isInUserNamespace(): boolean {
  const ids = readFileSync("/proc/self/uid_map", "utf8").trim().split(/\s+/);
  return ids.join(" ") !== "0 0 4294967295";
}

/** @throws LinuxnetError if the file is not one that only this user, or root, may write. */
function openOwn(path: string): number {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  const { uid, mode } = fstatSync(file);
  if ((uid === process.geteuid?.() || uid === 0) && (mode & 0o022) === 0) return file;
  closeSync(file);
  throw new LinuxnetError(
    `${path}: expected a file of this user that nobody else may write, it belongs to user ${uid}`,
  );
}
