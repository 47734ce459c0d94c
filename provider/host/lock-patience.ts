import { LinuxnetError } from "../errors";
import { settings } from "./settings";

/** How long one other process is waited for, where nothing is set. */
const PATIENCE_S = 60;

/** flock(1) has ended by then, in time or not. */
const GRACE_S = 10;

/** A lock that another process may have. */
export interface Contended {
  /** Whether it could be had within so many seconds; flock(1) has so many milliseconds to tell. */
  isLocked: (patienceS: number, timeoutMs: number) => Promise<boolean>;
  /** Who has it, nothing where that is not known. */
  holder: () => Promise<string>;
  /** `this machine`, or another. */
  machine: string;
}

/**
 * Waits for a lock, for as long as others take turns.
 * @throws LinuxnetError if one other process keeps it for longer than a minute or two.
 */
export async function waitForLock({ isLocked, holder, machine }: Contended): Promise<void> {
  const patience = settings.lockTimeout ?? PATIENCE_S;
  for (let before = ""; !(await isLocked(patience, (patience + GRACE_S) * 1000));) {
    const now = await holder();
    // Where a time is set, it is for all of them together.
    if (now === before || settings.lockTimeout !== undefined) {
      const who = now === "" ? "" : ` (${now})`;
      const text = `another process of linuxnet${who} has changed ${machine}'s network for more than ${patience} s`;
      throw new LinuxnetError(text);
    }
    before = now;
  }
}
