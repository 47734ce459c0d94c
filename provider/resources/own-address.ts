import { familyOf } from "../inputs/addresses";
import { type Chain, chainName } from "../iptables/chains";
import { rule } from "../iptables/rule";
import { ruleResource } from "./rule-resource";
import type { Placed } from "./spec";

/** The addresses of a container in a network, and the bridge behind which they are. */
export interface OwnAddressInputs extends Placed {
  bridge: string;
  addresses: string[];
}

/**
 * Keeps the addresses of a container to its network: others reach it by what it publishes alone, also where the router is
 * their gateway. For 10.0.0.2 behind br0:
 *
 *     raw PREROUTING -> LN-OWN-<owner>: -d 10.0.0.2/32 ! -i br0 -j DROP
 */
export const ownAddress = ruleResource<OwnAddressInputs>({
  describe: ({ addresses }) => `rules of address ${addresses.join(", ")}`,
  fields: {} as never,
  id: ({ addresses }) => addresses.join(),
  fromId: () => undefined,
  chains: ({ bridge, addresses, owner }) =>
    addresses.map((address): Chain => ({
      ...{ family: familyOf(address), table: "raw", name: chainName("OWN", owner), hooks: ["PREROUTING"] },
      rules: [rule({ notIn: bridge, destination: address, target: "DROP" })],
    })),
  families: () => [4, 6],
  described: () => undefined,
  isAbout: () => false,
});
