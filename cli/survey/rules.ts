import type { Flows } from "../../provider/conntrack/flows";
import { withoutLength } from "../../provider/inputs/addresses";
import { isPart, ownerOfChain } from "../../provider/iptables/chains";
import { placeText } from "../../provider/namespaces";
import type { Owner } from "../../provider/owner";
import { targetOf } from "../../provider/resources/port-forward-rules";
import type { Network } from "./kernel";
import { begun, type Orphan, placed } from "./model";
import type { Ownership } from "./stack";

/** What an owner has in iptables. */
interface Owned {
  chains: string[];
  flows: Flows[];
}

/** The chains of linuxnet in a network, by owner. */
export function chainsIn({ tables }: Network): Map<Owner, Owned> {
  const owners = new Map<Owner, Owned>();
  for (const family of [4, 6] as const) {
    for (const [name, rules] of [...tables[family].values()].flatMap((chains) => [...chains])) {
      const owner = ownerOfChain(name);
      if (owner === undefined) continue;
      const { chains, flows } = owners.get(owner) ?? { chains: [], flows: [] };
      const published = isPart(name, "DNAT") ? rules.flatMap((rule) => flowsBy(rule, family)) : [];
      owners.set(owner, { chains: [...new Set([...chains, name])], flows: [...flows, ...published] });
    }
  }
  return owners;
}

/** The flows that a rule of a port forward translates, which are to lead nowhere from then on. */
function flowsBy(rule: string, family: Flows["family"]): Flows[] {
  const [, first, last, way = ""] = / --dport (\d+)(?::(\d+))? .*-j (DNAT .*)$/.exec(rule) ?? [];
  if (first === undefined || !rule.includes("-p udp ")) return [];
  const [, address] = /^-d (\S+) /.exec(rule) ?? [];
  const ports = [Number(first), Number(last ?? first)] as const;
  const target = targetOf(way, last === undefined ? Number(first) : `${first}-${last}`);
  return target ? [{ family, address: address && withoutLength(address), ports, target, removed: true }] : [];
}

export function rulesIn(network: Network, ownership: Ownership): Orphan[] {
  const { namespace } = network;
  return [...chainsIn(network)]
    .filter(([owner]) => ownership.isOrphaned(owner))
    .map(([owner, { chains, flows }]) => ({
      ...{ kind: "rules", ...placed(namespace), owner, chains, flows },
      what: `rules ${chains.join(", ")} ${placeText(namespace)}`,
      ...begun(owner, ownership),
    }));
}

/** The parameters that were switched on for what has gone. */
export function switchesIn({ namespace, switches }: Network): Orphan[] {
  return switches.map(({ key, was }) => {
    const what = `parameter ${key} ${placeText(namespace)}, which was ${was}`;
    return { kind: "switch", ...placed(namespace), key, what };
  });
}
