import type { Command, Host } from "../../../provider/host/host";
import { localHost } from "../../../provider/host/local-host";
import { commandText, isChange, partsOf } from "./parts";

/** What a handler is ended by when its process was killed. */
export class Killed extends Error {}

/**
 * A machine on which the provider is killed at one of its gaps: before any command, or when a command that changes the
 * kernel has done a part of its work. After that nothing runs any more. Without a gap it counts them.
 */
export class MortalHost implements Host {
  /** How many gaps came by. */
  gaps = 0;
  /** Where it was killed. */
  where: string | undefined;
  /** Whether anything had been done to the kernel by then. */
  begun = false;

  constructor(
    private readonly host: Host,
    private readonly gap = Infinity,
  ) {}

  run: Host["run"] = async (command: Command) => {
    if (this.where !== undefined) throw new Killed();
    const parts = partsOf(command);
    const inside = this.gap - this.gaps;
    this.gaps += parts.length + 1;
    if (inside > parts.length) {
      this.begun ||= isChange(command);
      return this.host.run(command);
    }
    this.where =
      inside === 0 ? `before ${commandText(command)}` : `${inside} of ${parts.length + 1} of ${commandText(command)}`;
    const part = parts[inside - 1];
    this.begun ||= part !== undefined;
    // Failing, a part fails as the whole would.
    if (part) await this.host.run(part);
    throw new Killed();
  };
}

/** Does work on this machine with a provider that is killed at a gap; what the work makes of its end nobody hears any more. */
export async function killedAt(gap: number, work: (host: Host) => Promise<unknown>): Promise<MortalHost> {
  const host = new MortalHost(localHost, gap);
  try {
    await work(host);
  } catch (error) {
    if (host.where === undefined) throw error;
  }
  return host;
}
