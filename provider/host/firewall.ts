import type { Family } from "../inputs/addresses";
import type { Rules } from "../iptables/chains";
import { type Marker, restoreText, tablesAfter, type Wanted } from "../iptables/restore";
import { groupCommit } from "./group-commit";
import type { Host } from "./host";
import { inside } from "../namespaces";
import { readRules, toolOf } from "./rules";
import { switching } from "./switching";
import { writeSysctls } from "./sysctls";

/** Wait 5 s for the lock that iptables' programs share. */
const WAIT = ["-w", "5"];

/** Changes the chains of a host's namespaces, one change at a time in each, all that waits in one. */
export interface Firewall {
  apply(namespace: string | undefined, wanted: Wanted): Promise<void>;
}

/** A firewall, and who hears what people should know of its changes. */
export function firewallOf(host: Host, tell: (notice: string) => void = () => undefined): Firewall {
  const groups = new Map<string | undefined, (wanted: Wanted) => Promise<void>>();
  return {
    apply(namespace, wanted) {
      const submit = groups.get(namespace) ?? groupCommit((batch) => applyAll(host, namespace, batch, tell));
      groups.set(namespace, submit);
      return submit(wanted);
    },
  };
}

async function applyAll(
  host: Host,
  namespace: string | undefined,
  batch: readonly Wanted[],
  tell: (notice: string) => void,
): Promise<void> {
  for (const family of [4, 6] as const) {
    // An owner whose chains are all of the other family may still have chains of this one from before.
    const wanted = batch.map(({ owner, chains }) => ({
      owner,
      chains: chains.filter((chain) => chain.family === family),
    }));
    await applyFamily(host, { namespace, family }, wanted, tell);
  }
}

async function applyFamily(
  host: Host,
  { namespace, family }: { namespace: string | undefined; family: Family },
  wanted: readonly Wanted[],
  tell: (notice: string) => void,
): Promise<void> {
  const rules = await readRules(host, namespace, family);
  const elsewhere = wanted.map(({ owner }) => ({ owner, chains: [] }));
  const { back, on, markers, notices } = await switching(host, {
    ...{ namespace, family },
    standing: [rules.tables, ...(rules.other ? [rules.other.tables] : [])],
    after: [tablesAfter(wanted, rules.tables), ...(rules.other ? [tablesAfter(elsewhere, rules.other.tables)] : [])],
  });
  const texts = [
    { tool: toolOf(family), text: restoreText(wanted, rules.tables, markers) },
    // What was made while `iptables` was the other backend moves here.
    ...removalElsewhere(rules, elsewhere, markers),
  ];
  await writeSysctls(host, namespace, back);
  for (const { tool, text } of texts.filter((it) => it.text !== "")) {
    await host.run({ argv: inside(namespace, [`${tool}-restore`, "--noflush", ...WAIT]), stdin: text });
  }
  await writeSysctls(host, namespace, on);
  notices.forEach(tell);
}

function removalElsewhere(
  { other }: Rules,
  owners: readonly Wanted[],
  markers: readonly Marker[],
): { tool: string; text: string }[] {
  if (!other) return [];
  const unwanted = markers.map(({ chain }) => ({ chain, isWanted: false }));
  return [{ tool: other.tool, text: restoreText(owners, other.tables, unwanted) }];
}
