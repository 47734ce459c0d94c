import { isDeepStrictEqual } from "node:util";
import type { Flows } from "../conntrack/flows";
import type { Chain } from "../iptables/chains";
import { endpointText } from "./ids";
import { portForwardChains, portForwardFlows, type PortForwardInputs } from "./port-forward";
import { rulePart } from "./rule-resource";
import type { Placed } from "./spec";

/** What a container publishes. */
export interface PublishedPortsInputs extends Placed {
  forwards: Omit<PortForwardInputs, "namespace" | "owner">[];
}

/** The rules of several port forwards, in one set of chains: all of them change in one commit a table. */
export const publishedPorts = rulePart<PublishedPortsInputs>({
  describe: (inputs) => `published ports ${forwardsOf(inputs).map(endpointText).join(", ")}`,
  id: (inputs) => forwardsOf(inputs).map(endpointText).join(),
  chains: (inputs) => merged(forwardsOf(inputs).flatMap(portForwardChains)),
  strayFlows: (inputs, is): Flows[] => forwardsOf(inputs).flatMap((it) => portForwardFlows(it, is)),
});

/** As resources of their own would be. */
export function forwardsOf({ forwards, namespace, owner }: PublishedPortsInputs): PortForwardInputs[] {
  return forwards.map((it) => ({ ...it, ...(namespace === undefined ? {} : { namespace }), owner }));
}

/** Chains of one name are one, with each rule once. */
function merged(chains: readonly Chain[]): Chain[] {
  const all: Chain[] = [];
  for (const chain of chains) {
    const index = all.findIndex((it) => isDeepStrictEqual(placeOf(it), placeOf(chain)));
    const same = all[index];
    if (same === undefined) all.push(chain);
    else all[index] = { ...same, rules: [...same.rules, ...chain.rules.filter((rule) => !same.rules.includes(rule))] };
  }
  return all;
}

function placeOf({ family, table, name }: Chain): object {
  return { family, table, name };
}
