import { familyOf } from "../inputs/addresses";
import { type Chain, chainName } from "../iptables/chains";
import { dispatched } from "../iptables/dispatch";
import { rule } from "../iptables/rule";
import { rulePart } from "./rule-resource";
import type { Placed } from "./spec";

/** The addresses of a container, and the bridges behind which they are. */
export interface OwnAddressesInputs extends Placed {
  addresses: { address: string; bridge: string }[];
}

/**
 * Keeps the addresses of a container to its network: others reach it by what it publishes alone, also where the router is
 * their gateway. For 10.0.0.2 behind br0:
 *
 *     raw PREROUTING -> LN-OWN-<owner>: -d 10.0.0.2/32 ! -i br0 -j DROP
 */
export const ownAddresses = rulePart<OwnAddressesInputs>({
  describe: (inputs) => `rules of ${listOf(inputs)}`,
  id: listOf,
  chains: ({ addresses, owner }) =>
    ([4, 6] as const).flatMap((family): Chain[] => {
      const its = addresses.filter(({ address }) => familyOf(address) === family);
      const rules = its.map(({ address, bridge }) => rule({ notIn: bridge, destination: address, target: "DROP" }));
      const chain: Chain = { family, table: "raw", name: chainName("OWN", owner), hooks: ["PREROUTING"], rules };
      return rules.length === 0 ? [] : dispatched(chain, "OWN", owner);
    }),
});

function listOf({ addresses }: OwnAddressesInputs): string {
  return addresses.map(({ address }) => address).join(", ");
}
