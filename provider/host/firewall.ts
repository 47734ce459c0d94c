import type { Family } from "../inputs/addresses";
import type { Tables } from "../iptables/chains";
import { type Marker, restoreText, tablesAfter, type Wanted } from "../iptables/restore";
import { parseSave } from "../iptables/save";
import { isNeeded, SWITCHES, valueBefore } from "../iptables/switches";
import { groupCommit } from "./group-commit";
import type { Host } from "./host";
import { inside } from "../namespaces";
import { readSysctls, writeSysctl } from "./sysctls";

/** Wait 5 s for the lock that iptables' programs share. */
const WAIT = ["-w", "5"];

/** Changes the chains of a host's namespaces, one change at a time in each, all that waits in one. */
export interface Firewall {
  apply(namespace: string | undefined, wanted: Wanted): Promise<void>;
}

export function firewallOf(host: Host): Firewall {
  const groups = new Map<string | undefined, (wanted: Wanted) => Promise<void>>();
  return {
    apply(namespace, wanted) {
      const submit = groups.get(namespace) ?? groupCommit((batch) => applyAll(host, namespace, batch));
      groups.set(namespace, submit);
      return submit(wanted);
    },
  };
}

export async function readTables(host: Host, namespace: string | undefined, family: Family): Promise<Tables> {
  return parseSave(await host.run({ argv: inside(namespace, [tool(family, "save")]) }));
}

async function applyAll(host: Host, namespace: string | undefined, batch: readonly Wanted[]): Promise<void> {
  for (const family of [4, 6] as const) {
    // An owner whose chains are all of the other family may still have chains of this one from before.
    const standing = await readTables(host, namespace, family);
    const wanted = batch.map(({ owner, chains }) => ({
      owner,
      chains: chains.filter((chain) => chain.family === family),
    }));
    const after = tablesAfter(wanted, standing);
    const switches = await switchesOf(host, namespace, family, standing, after);
    for (const { key, value } of switches.off) await writeSysctl(host, namespace, key, value);
    const text = restoreText(wanted, standing, switches.markers);
    if (text !== "") {
      await host.run({ argv: inside(namespace, [tool(family, "restore"), "--noflush", ...WAIT]), stdin: text });
    }
    for (const key of switches.on) await writeSysctl(host, namespace, key, "1");
  }
}

function tool(family: Family, verb: "save" | "restore"): string {
  return `ip${family === 4 ? "" : "6"}tables-${verb}`;
}

interface SwitchChanges {
  on: string[];
  off: { key: string; value: string }[];
  markers: Marker[];
}

/** Which switches go on after the chains are there, and which go back before the last chain that needs them goes. */
async function switchesOf(
  host: Host,
  namespace: string | undefined,
  family: Family,
  standing: Tables,
  after: Tables,
): Promise<SwitchChanges> {
  const changes: SwitchChanges = { on: [], off: [], markers: [] };
  const concerned = SWITCHES.filter(
    (it) => it.family === family && (isNeeded(it, after) || valueBefore(it, standing) !== undefined),
  );
  const values = await readSysctls(
    host,
    namespace,
    concerned.map((it) => it.key),
  );
  for (const it of concerned) {
    const before = valueBefore(it, standing);
    const value = values[it.key];
    const marker = (was: string, present: boolean): Marker => ({ table: it.table, name: it.marker + was, present });
    if (isNeeded(it, after)) {
      if (value === "1") continue;
      changes.on.push(it.key);
      if (before === undefined && value !== undefined) changes.markers.push(marker(value, true));
    } else if (before !== undefined) {
      if (value !== before) changes.off.push({ key: it.key, value: before });
      changes.markers.push(marker(before, false));
    }
  }
  return changes;
}
