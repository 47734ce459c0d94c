import { CommandError, type Reason } from "../errors";
import { placeOf } from "../namespaces";
import type { Command, Host } from "./host";
import { isRead } from "./reads";

/** How often in all; each time iptables itself waits for its lock, too. */
export const TRIES = 3;

/** What may be done once more: all that only reads; and a restore of chains that the lock of iptables kept from beginning. */
const READ_AGAIN: readonly Reason[] = ["busy", "locked"];
const RESTORE_AGAIN: readonly Reason[] = ["locked"];

/**
 * A host on which a command that did nothing, because the kernel or the lock of iptables was busy, is tried again. A batch of
 * ip is not: what its first lines made exists already. Nor is a restore that the kernel cut off between its commits.
 */
export function patient(host: Host): Host {
  return { ...host, run: (command) => repeated(() => host.run(command), repeatable(command)) };
}

function repeatable({ argv }: Command): readonly Reason[] {
  const { words } = placeOf(argv);
  if (isRead(words)) return READ_AGAIN;
  return /tables(-nft|-legacy)?-restore$/.test(words[0] ?? "") ? RESTORE_AGAIN : [];
}

async function repeated(run: () => Promise<string>, reasons: readonly Reason[]): Promise<string> {
  const isOne = (error: unknown): boolean => error instanceof CommandError && reasons.includes(error.reason);
  try {
    return await run();
  } catch (error) {
    if (!isOne(error)) throw error;
    const { default: retry } = await import("p-retry");
    return retry(run, { retries: TRIES - 2, minTimeout: 50, shouldRetry: ({ error: again }) => isOne(again) });
  }
}
