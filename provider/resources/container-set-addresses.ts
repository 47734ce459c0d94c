import { contains } from "../inputs/addresses";
import { hasUnknown, isUnknown } from "../inputs/check";
import { allotted } from "../inputs/hosts";
import type { ContainerSetInputs, SetContainerInputs } from "./container-set";
import { namespaceOf } from "./container-set-parts";

type Given = Partial<SetContainerInputs>;

/**
 * With an address for each container that has none: the one that it had, or else what the names tell, or if that is taken
 * within the set, the next free one. Those that are given come first, then those that were had, then those of the first names.
 */
export function withAllAddresses(
  { name, network, containers }: Partial<ContainerSetInputs>,
  before: Readonly<Record<string, unknown>>,
): Partial<ContainerSetInputs> {
  if (name === undefined || network === undefined || containers === undefined) return {};
  if ([name, network, containers].some(isUnknown) || hasUnknown(network)) return {};
  const all = Object.entries<Given>(containers).sort(([one], [other]) => (one < other ? -1 : 1));
  const found = new Map(all.map(([key, it]) => [key, it]));
  for (const [property, subnet, gateway] of [
    ["address", network.subnet, network.gateway],
    ["address6", network.subnet6, network.gateway6],
  ] as const) {
    // A subnet that was refused is not there.
    if (subnet === undefined) continue;
    const taken = new Set([gateway, ...all.map(([, it]) => it[property])]);
    for (const [key, had] of addressesIn(before, property)) {
      const it = found.get(key);
      const isFree = !taken.has(had) && contains(subnet, had);
      if (it === undefined || isUnknown(it) || it[property] !== undefined || !isFree) continue;
      taken.add(had);
      found.set(key, { ...it, [property]: had });
    }
    for (const [key] of all) {
      const it = found.get(key);
      if (it === undefined || isUnknown(it) || it[property] !== undefined) continue;
      const seed = `${network.name}/${namespaceOf(name, key)}`;
      const address = allotted(subnet, seed, (one) => taken.has(one));
      taken.add(address);
      if (address !== undefined) found.set(key, { ...it, [property]: address });
    }
  }
  return { containers: Object.fromEntries(Object.keys(containers).map((key) => [key, found.get(key)])) as never };
}

/** The addresses that containers had, by their keys. */
function addressesIn(before: Readonly<Record<string, unknown>>, property: "address" | "address6"): [string, string][] {
  const { containers } = before;
  if (typeof containers !== "object" || containers === null) return [];
  return Object.entries(containers as Record<string, Given | undefined>).flatMap(([key, it]): [string, string][] => {
    const had = typeof it === "object" ? it[property] : undefined;
    return typeof had === "string" && !isUnknown(had) ? [[key, had]] : [];
  });
}
