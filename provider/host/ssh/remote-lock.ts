import { CommandError } from "../../errors";
import type { HostInputs } from "../../inputs/connection";
import { waitForLock } from "../lock-patience";
import type { Shell } from "../shell";
import { type Exclusively, takingTurns } from "../turns";
import type { Connection } from "./connection";
import { sshFailure } from "./failure";

/** That of `exclusively` for what runs there. */
const LOCK = "/run/linuxnet.lock";

/** flock(1) ends with it when it could not have the lock in time. */
const OUT_OF_TIME = 1;

const QUICK_MS = 30_000;

/** Whatever this shell runs has the lock's file open, as has the shell itself: it lets go of it when all is done, or it ends. */
const FIRST = `umask 077; command exec 3<>${LOCK}; umask 022\n`;

/** The lock of another machine: whoever changes its network waits for it, from there or from elsewhere. */
export function lockOver(
  host: HostInputs,
  connected: () => Promise<Connection>,
): { exclusively: Exclusively; shellOfTurn: () => Shell | undefined } {
  let writer: { shell: Shell; connection: Connection } | undefined;
  let held: Shell | undefined;

  async function shellToLock(): Promise<Shell> {
    const connection = await connected();
    if (writer?.connection !== connection || !writer.shell.isUsable) {
      writer = { connection, shell: connection.shell(FIRST) };
    }
    return writer.shell;
  }

  const exclusively = takingTurns(async () => {
    const shell = await shellToLock();
    await waitForLock({
      isLocked: (patienceS, timeoutMs) => isLocked(shell, patienceS, timeoutMs),
      holder: async () => (await shell.runLine(`cat ${LOCK}`, QUICK_MS)).stdout.trim(),
      machine: `host ${host.name}`,
    });
    held = shell;
    return () => {
      held = undefined;
      // Nobody waits for it: what this process asks for next comes after it.
      if (shell.isUsable) void shell.runLine("flock --unlock 3", QUICK_MS);
      return Promise.resolve();
    };
  });

  /** Whether the lock could be had in time. */
  async function isLocked(shell: Shell, patienceS: number, timeoutMs: number): Promise<boolean> {
    const line = `flock --exclusive --wait ${patienceS} 3`;
    const named = `{ ${line} && { echo "process $$" >${LOCK} || :; }; }`;
    const { exitCode, stderr } = await shell.runLine(named, timeoutMs);
    if (exitCode === undefined) throw sshFailure(host, "");
    if (exitCode !== 0 && exitCode !== OUT_OF_TIME) throw new CommandError("other", line, stderr);
    return exitCode === 0;
  }

  return { exclusively, shellOfTurn: () => held };
}
