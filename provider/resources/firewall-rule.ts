import { placeText } from "../namespaces";
import { type Family, familyOf, partialNetwork } from "../inputs/addresses";
import { type Fields, optional, required } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import {
  type ConnectionState,
  connectionStates,
  family,
  integer,
  oneOf,
  owner,
  portOrRange,
  type RuleChain,
} from "../inputs/values";
import { type Chain, chainName, MAX_PRIORITY } from "../iptables/chains";
import { firewallRuleChecks } from "./firewall-rule-checks";
import { findFirewallRule, inputsOfRule, ruleText, ruleWords } from "./firewall-rule-words";
import { firewallRuleId, firewallRuleOfId } from "./ids";
import { ruleResource } from "./rule-resource";
import type { Placed, ResourceSpec } from "./spec";

export interface FirewallRuleInputs extends Placed {
  chain: RuleChain;
  family?: Family;
  source?: string;
  destination?: string;
  inInterface?: string;
  outInterface?: string;
  protocol?: "tcp" | "udp" | "sctp" | "icmp" | "icmpv6";
  sourcePort?: number | string;
  destinationPort?: number | string;
  states?: ConnectionState[];
  target: "ACCEPT" | "DROP" | "REJECT";
  priority: number;
}

const fields: Fields<FirewallRuleInputs> = {
  namespace: optional(namespaceName),
  chain: optional(oneOf("INPUT", "FORWARD", "OUTPUT"), "FORWARD"),
  family: optional(family),
  source: optional(partialNetwork),
  destination: optional(partialNetwork),
  inInterface: optional(device),
  outInterface: optional(device),
  protocol: optional(oneOf("tcp", "udp", "sctp", "icmp", "icmpv6")),
  sourcePort: optional(portOrRange),
  destinationPort: optional(portOrRange),
  states: optional(connectionStates),
  target: required(oneOf("ACCEPT", "DROP", "REJECT")),
  priority: optional(integer(0, MAX_PRIORITY, "a priority"), 500),
  owner: required(owner),
};

const rules = ruleResource<FirewallRuleInputs>({
  describe: (inputs) => `firewall rule -A ${inputs.chain} ${ruleWords(inputs)} ${placeText(inputs.namespace)}`,
  fields,
  crossChecks: firewallRuleChecks,
  id: (inputs) => firewallRuleId({ ...inputs, rule: ruleWords(inputs) }),
  fromId: (id, refuse) => firewallRuleOfId(id, inputsOfRule, refuse),
  chains: (inputs) => familiesOf(inputs).map((family) => chainOf(inputs, family)),
  families: familiesOf,
  described: () => undefined,
  isAbout: () => false,
});

/**
 * One rule of a firewall. For what br0 sends to enp0s1:
 *
 *     filter FORWARD -> LN-FW500-<owner>: -i br0 -o enp0s1 -j ACCEPT
 *
 * of IPv4 and of IPv6, unless something tells which is meant. Packets meet it before all other rules of linuxnet, and
 * before or behind others of its kind by the priority. It switches nothing on.
 */
export const firewallRule: ResourceSpec<FirewallRuleInputs> = {
  ...rules,
  find: (key, view) => findFirewallRule(key, { families: familiesOf(key), chainOf }, view),
};

/** The families of the packets that a rule can match. */
function familiesOf({ family, source, destination, protocol }: FirewallRuleInputs): Family[] {
  const network = source ?? destination;
  if (family !== undefined) return [family];
  if (network !== undefined) return [familyOf(network)];
  if (protocol === "icmp") return [4];
  return protocol === "icmpv6" ? [6] : [4, 6];
}

function chainOf(inputs: FirewallRuleInputs, family: Family): Chain {
  return {
    family,
    table: "filter",
    name: chainName(`FW${inputs.priority}`, inputs.owner),
    hooks: [inputs.chain],
    rules: [ruleText(inputs, family)],
  };
}
