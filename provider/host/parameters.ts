import { type Marker, restoreText } from "../iptables/restore";
import { isOn, markerOf, type Switch, SWITCHES } from "../iptables/switches";
import type { Host } from "./host";
import { readRules, restoreRules, toolOf } from "./rules";
import { beforeIn, isNeededIn } from "./switching";
import { writeSysctls } from "./sysctls";

/**
 * Writes kernel parameters. A switch that chains need stays on: what is written is then what it becomes when the last of
 * them goes.
 */
export async function writeParameters(
  host: Host,
  namespace: string | undefined,
  values: Record<string, string>,
): Promise<void> {
  const now = { ...values };
  for (const it of SWITCHES) {
    const value = values[it.key];
    if (value !== undefined && (await staysOn(host, namespace, it, value))) delete now[it.key];
  }
  await writeSysctls(host, namespace, now);
}

/** Puts the value into the switch's marker, where it has one or stays on without what is written. Answers whether it does. */
async function staysOn(host: Host, namespace: string | undefined, it: Switch, value: string): Promise<boolean> {
  const { tables, other } = await readRules(host, namespace, it.family);
  const all = other ? [tables, other.tables] : [tables];
  const was = beforeIn(it, all);
  const stays = !isOn(value) && isNeededIn(it, all);
  if (was === undefined && !stays) return false;
  const chain = markerOf(it, { others: {}, ...was, value });
  const names = all
    .flatMap((one) => [...(one.get(it.table)?.keys() ?? [])])
    .filter((name) => name.startsWith(it.marker));
  const gone = names.map((name): Marker => ({ chain: { ...chain, name }, isWanted: false }));
  const markers = [{ chain, isWanted: true }, ...gone.filter((marker) => marker.chain.name !== chain.name)];
  await restoreRules(host, namespace, toolOf(it.family), restoreText([], tables, markers));
  if (other) await restoreRules(host, namespace, other.tool, restoreText([], other.tables, gone));
  return stays;
}
