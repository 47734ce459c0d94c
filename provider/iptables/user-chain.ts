import type { Family } from "../inputs/addresses";
import { placeText } from "../namespaces";
import { type Chain, isPart, type Tables, USER_CHAIN } from "./chains";
import type { Marker } from "./restore";

/** What becomes of the user's chain, and what people should know of it. */
export interface UserChain {
  markers: Marker[];
  notices: string[];
}

/**
 * The chain in which people put their own rules about container networks, before all of ours: it comes with the first
 * network and goes with the last, if it is empty then. What stands in it is never touched.
 */
export function userChain(
  { namespace, family }: { namespace: string | undefined; family: Family },
  standing: Tables,
  after: Tables,
): UserChain {
  const rules = standing.get("filter")?.get(USER_CHAIN);
  if (isUserChainNeeded(after))
    return { markers: [{ chain: chainOf(family, rules ?? []), isWanted: true }], notices: [] };
  if (rules === undefined) return { markers: [], notices: [] };
  if (rules.length === 0) return { markers: [{ chain: chainOf(family, []), isWanted: false }], notices: [] };
  const text = `chain ${USER_CHAIN} of IPv${family} stays ${placeText(namespace)}: somebody has put rules into it`;
  return { markers: [], notices: isUserChainNeeded(standing) ? [text] : [] };
}

/** Whether a container network is there. */
export function isUserChainNeeded(tables: Tables): boolean {
  return [...(tables.get("filter")?.keys() ?? [])].some((name) => isPart(name, "ISO"));
}

export function chainOf(family: Family, rules: readonly string[]): Chain {
  return { family, table: "filter", name: USER_CHAIN, hooks: ["FORWARD"], rules };
}
