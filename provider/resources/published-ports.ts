import type { Flows } from "../conntrack/flows";
import { type Chain, type DispatchedPart, isPart } from "../iptables/chains";
import { dispatched } from "../iptables/dispatch";
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
  chains: (inputs) =>
    merged(forwardsOf(inputs).flatMap(portForwardChains)).flatMap((it) => dispatched(it, partOf(it), inputs.owner)),
  strayFlows: (inputs, is): Flows[] => forwardsOf(inputs).flatMap((it) => portForwardFlows(it, is)),
});

/** As resources of their own would be. */
export function forwardsOf({ forwards, namespace, owner }: PublishedPortsInputs): PortForwardInputs[] {
  return forwards.map((it) => ({ ...it, ...(namespace === undefined ? {} : { namespace }), owner }));
}

function partOf({ name }: Chain): DispatchedPart {
  return (["FWD", "DNAT", "SNAT", "LO"] as const).find((part) => isPart(name, part)) as DispatchedPart;
}

/** Chains of one name are one, with each rule once. */
function merged(chains: readonly Chain[]): Chain[] {
  const all = new Map<string, { chain: Chain; rules: Set<string> }>();
  for (const chain of chains) {
    const { family, table, name, rules } = chain;
    const key = [family, table, name].join(" ");
    const same = all.get(key) ?? { chain, rules: new Set<string>() };
    rules.forEach((rule) => same.rules.add(rule));
    all.set(key, same);
  }
  return [...all.values()].map(({ chain, rules }) => ({ ...chain, rules: [...rules] }));
}
