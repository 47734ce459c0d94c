import type { Flows } from "../conntrack/flows";
import { Refusal } from "../errors";
import { declaring } from "./declaring";
import { forgetFlows } from "./flows";
import type { Family } from "../inputs/addresses";
import type { OtherRules } from "../iptables/chains";
import { type Marker, restoreText, tablesAfter, type Wanted } from "../iptables/restore";
import { takenParameter } from "../iptables/declared";
import { restored } from "../iptables/restored";
import { hasSwitch } from "../iptables/switches";
import { takenPort } from "../iptables/taken-port";
import { userChain } from "../iptables/user-chain";
import type { Names } from "../netns-files/names";
import { groupCommit } from "./group-commit";
import type { Host } from "./host";
import { type Lines, runBatches } from "./ip-batch";
import { writeNames } from "./netns-files";
import { writeParameters } from "./parameters";
import { readRules, restoreRules, toolOf } from "./rules";
import { switching } from "./switching";
import { writeSysctls } from "./sysctls";

/** Changes the chains of a host's namespaces and what they switch on, one change at a time in each, all that waits in one. */
export interface Firewall {
  /** @throws Refusal of a port that another stack forwards, or a parameter of which it declares another value. */
  apply(namespace: string | undefined, wanted: Wanted): Promise<void>;
  /** Writes kernel parameters, see `writeParameters`. */
  set(namespace: string | undefined, values: Record<string, string>): Promise<void>;
  /** Flows that went by chains of before follow what stands now. */
  forget(namespace: string | undefined, flows: Flows): Promise<void>;
  /** Gives an owner its lines in the files of namespaces, see `filesAfter`. */
  name(names: Names): Promise<void>;
  /** Lines of ip(8) in the host's own network, see `runBatches`. */
  ip(lines: Lines): Promise<void>;
  /** Says what people should know of a change. */
  tell(notice: string): void;
}

/**
 * A firewall, who hears what people should know of its changes, and who may refuse, by an error, that a command begins
 * for the caller. The changes that are one are begun and ended together.
 */
export function firewallOf(
  host: Host,
  tell: (notice: string) => void = () => undefined,
  admit: (command: string) => void = () => undefined,
): Firewall {
  const groups = new Map<string | undefined, (change: Change) => Promise<void>>();
  const submit = (namespace: string | undefined, change: Change): Promise<void> => {
    const group =
      groups.get(namespace) ??
      groupCommit(
        (batch) => changeAll(host, namespace, batch, tell),
        () => admit("iptables-restore"),
      );
    groups.set(namespace, group);
    return group(change);
  };
  return {
    apply: (namespace, wanted) => submit(namespace, { wanted }),
    async set(namespace, values) {
      if (hasSwitch(values)) return submit(namespace, { values });
      admit("sysctl");
      await writeSysctls(host, namespace, values);
    },
    async forget(namespace, flows) {
      admit("conntrack");
      await forgetFlows(host, namespace, flows, tell);
    },
    name: groupCommit(
      (batch) => writeNames(host, batch),
      () => admit("dd"),
    ),
    ip: groupCommit(
      (batch) => runBatches(host, batch),
      () => admit("ip"),
    ),
    tell,
  };
}

type Change = { wanted: Wanted } | { values: Record<string, string> };

async function changeAll(
  host: Host,
  namespace: string | undefined,
  batch: readonly Change[],
  tell: (notice: string) => void,
): Promise<void> {
  for (const it of batch) if ("values" in it) await writeParameters(host, namespace, it.values);
  const owners = batch.flatMap((it) => ("wanted" in it ? [it.wanted] : []));
  if (owners.length === 0) return;
  for (const family of [4, 6] as const) {
    // An owner whose chains are all of the other family may still have chains of this one from before.
    const wanted = owners.map((it) => ({ ...it, chains: it.chains.filter((chain) => chain.family === family) }));
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
  const all = [rules.tables, ...(rules.other ? [rules.other.tables] : [])];
  for (const it of wanted) {
    refuseTaken(takenPort(it, all));
    refuseDeclared(takenParameter(it, all));
  }
  const elsewhere = wanted.map(({ owner }) => ({ owner, chains: [] }));
  const after = tablesAfter(wanted, rules.tables);
  const change = {
    ...{ namespace, family, switchedOn: wanted.flatMap((it) => it.switchedOn ?? []) },
    standing: all,
    after: [after, ...(rules.other ? [tablesAfter(elsewhere, rules.other.tables)] : [])],
  };
  const switched = await switching(host, change);
  const declared = await declaring(host, change, wanted);
  const markers = [...switched.markers, ...declared.markers];
  const user = userChain({ namespace, family }, rules.tables, after);
  let standing = rules.tables;
  const restore = async (owners: readonly Wanted[], marks: readonly Marker[]): Promise<void> => {
    const text = restoreText(owners, standing, marks);
    await restoreRules(host, namespace, toolOf(family), text);
    standing = restored(standing, text);
  };
  await restore([], switched.first);
  await writeSysctls(host, namespace, { ...switched.back, ...declared.back });
  await restore(wanted, [...markers, ...user.markers]);
  // What was made while `iptables` was the other backend moves here.
  if (rules.other) {
    const left = userChain({ namespace, family }, rules.other.tables, tablesAfter(elsewhere, rules.other.tables));
    const gone = [...markers, ...left.markers.filter(({ isWanted }) => !isWanted)];
    await restoreRules(host, namespace, rules.other.tool, removalText(rules.other, elsewhere, gone));
  }
  await writeSysctls(host, namespace, { ...switched.on, ...declared.on });
  await restore([], [...switched.last, ...declared.last]);
  [...switched.notices, ...user.notices].forEach(tell);
}

function refuseTaken(rule: string | undefined): void {
  if (rule === undefined) return;
  const advice = "remove that one, or choose another hostPort or hostAddress";
  throw new Refusal(`another stack forwards this port already, by the rule ${rule}; ${advice}`);
}

function refuseDeclared(rule: string | undefined): void {
  if (rule === undefined) return;
  throw new Refusal(`another stack declares another value of this parameter, by the rule ${rule}`);
}

function removalText({ tables }: OtherRules, owners: readonly Wanted[], markers: readonly Marker[]): string {
  return restoreText(
    owners,
    tables,
    markers.map(({ chain }) => ({ chain, isWanted: false })),
  );
}
