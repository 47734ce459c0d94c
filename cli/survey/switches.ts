import type { Host } from "../../provider/host/host";
import { foreignOf } from "../../provider/host/switching";
import type { Family } from "../../provider/inputs/addresses";
import type { Tables } from "../../provider/iptables/chains";
import { before, isNeeded, SWITCHES } from "../../provider/iptables/switches";

/** A kernel parameter that linuxnet switched on, and that nothing of its own needs any more, nor may rules of others. */
export interface IdleSwitch {
  key: string;
  /** Its value before. */
  was: string;
}

/** The idle switches of a network with these rules. */
export async function idleSwitches(
  host: Host,
  namespace: string | undefined,
  all: Record<Family, Tables>,
): Promise<IdleSwitch[]> {
  const idle: IdleSwitch[] = [];
  for (const it of SWITCHES) {
    const { key, family } = it;
    const tables = all[family];
    const was = before(it, tables);
    if (was === undefined || isNeeded(it, tables)) continue;
    if ((await foreignOf(host, { namespace, family, standing: [tables] })) === undefined) {
      idle.push({ key, was: was.value });
    }
  }
  return idle;
}
