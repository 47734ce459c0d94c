import { CommandError } from "../errors";
import { placeOf } from "../namespaces";
import type { Command, Host } from "./host";
import { isRead } from "./reads";

/** With iptables' own wait of 5 s each. */
const RETRIES = 3;

/**
 * A host on which a command that finds the kernel or iptables' lock busy is tried again: a read, or a restore of chains, which
 * does nothing while it is locked out. A batch of ip is not: what its first lines made exists already.
 */
export function patient(host: Host): Host {
  return {
    run: (command) => (isRepeatable(command) ? repeated(() => host.run(command)) : host.run(command)),
  };
}

function isRepeatable({ argv }: Command): boolean {
  const { words } = placeOf(argv);
  return isRead(words) || /tables(-nft|-legacy)?-restore$/.test(words[0] ?? "");
}

async function repeated(run: () => Promise<string>): Promise<string> {
  try {
    return await run();
  } catch (error) {
    if (!isBusy(error)) throw error;
    const { default: retry } = await import("p-retry");
    return retry(run, { retries: RETRIES - 1, minTimeout: 50, shouldRetry: ({ error: again }) => isBusy(again) });
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof CommandError && error.reason === "busy";
}
