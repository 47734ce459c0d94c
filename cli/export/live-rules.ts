import { type Family, familyOf, withoutLength } from "../../provider/inputs/addresses";
import { isOwn, type Tables } from "../../provider/iptables/chains";
import { isBuiltIn, rulesByHand, ruleText, type StandingRule } from "../../provider/iptables/described";
import { parseMatch } from "../../provider/iptables/match";
import { placeText } from "../../provider/namespaces";
import { masqueradeId, portForwardId } from "../../provider/resources/ids";
import type { BridgeInputs } from "../../provider/resources/bridge";
import type { MasqueradeInputs } from "../../provider/resources/masquerade";
import type { PortForwardInputs } from "../../provider/resources/port-forward";
import type { Network } from "../survey/kernel";
import type { Declared } from "./model";
import { named, placed } from "./place";
import type { Taking } from "./taking";

const FAMILIES: readonly Family[] = [4, 6];

/** Takes down the masquerades and port forwards that rules of built-in chains describe, and tells which rules are left. */
export async function takeRules(network: Network, taking: Taking): Promise<void> {
  const reasons = new Map<string, string>();
  for (const family of FAMILIES) {
    for (const rule of rulesByHand(network.tables[family])) {
      const found = candidateOf(rule, network);
      if (found === undefined || taking.resources.some(({ id, kind }) => id === found.id && kind === found.kind))
        continue;
      const { kind, id, name } = found;
      const leave = (reason: string): unknown => reasons.set(ruleText(rule), reason);
      await taking.take(kind, id, named(network, name), leave);
    }
  }
  for (const family of FAMILIES) leaveOthers(network, family, taking, reasons);
}

interface Candidate {
  kind: "masquerade" | "portForward";
  id: string;
  name: string;
}

function candidateOf({ table, chain, rule, target }: StandingRule, network: Network): Candidate | undefined {
  if (table !== "nat") return undefined;
  const place = placed(network);
  const { source, destination, out, protocol, destinationPort } = parseMatch(rule).conditions;
  if (chain === "POSTROUTING" && /^(MASQUERADE|SNAT)\b/.test(target) && source?.not === false) {
    const key = { ...place, source: source.value, ...(out?.not === false ? { outInterface: out.value } : {}) };
    return { kind: "masquerade", id: masqueradeId(key), name: `masquerade-${source.value.replace("/", "-")}` };
  }
  const isForward = ["PREROUTING", "OUTPUT"].includes(chain) && target.startsWith("DNAT ");
  if (!isForward || protocol === undefined || destinationPort === undefined) return undefined;
  const ports = destinationPort.value.replace(":", "-");
  const id = portForwardId({
    ...place,
    ...(destination === undefined || destination.not ? {} : { hostAddress: withoutLength(destination.value) }),
    hostPort: ports,
    protocol: protocol.value,
  });
  return { kind: "portForward", id, name: `${protocol.value}-${ports}` };
}

/** The family of a resource's rules in built-in chains. */
export function familyOfRules({ kind, inputs }: Declared): Family {
  if (kind === "masquerade") return familyOf((inputs as MasqueradeInputs).source);
  return kind === "portForward" ? familyOf((inputs as PortForwardInputs).targetAddress) : 4;
}

function leaveOthers(
  { namespace, tables }: Network,
  family: Family,
  taking: Taking,
  reasons: ReadonlyMap<string, string>,
): void {
  const known = taking.resources
    .filter((it) => (it.inputs as BridgeInputs).namespace === namespace && familyOfRules(it) === family)
    .flatMap(({ imported }) => imported?.rules ?? []);
  const tool = family === 4 ? "iptables" : "ip6tables";
  // A script makes the firewall of a namespace as a whole.
  const madeElsewhere = taking.hasNamespace(namespace) ? [] : undefined;
  for (const rule of rulesByHand(tables[family])) {
    const text = ruleText(rule);
    const at = known.indexOf(text);
    if (at >= 0) {
      known.splice(at, 1);
      continue;
    }
    const table = rule.table === "filter" ? "" : `-t ${rule.table} `;
    const reason = reasons.get(text) ?? "no resource takes over a rule like that";
    taking.leave(`${tool} ${table}-A ${rule.chain} ${rule.rule} (${placeText(namespace)}): ${reason}`, madeElsewhere);
  }
  for (const name of chainsByHand(tables[family]))
    taking.leave(`${tool} chain ${name} ${placeText(namespace)}`, madeElsewhere);
}

/** Chains that are neither built in nor linuxnet's. */
function chainsByHand(tables: Tables): string[] {
  const names = [...tables].flatMap(([table, chains]) => [...chains.keys()].map((name) => ({ table, name })));
  return names.filter(({ name }) => !isBuiltIn(name) && !isOwn(name)).map(({ table, name }) => `${name} of ${table}`);
}
