import { type Chain } from "../iptables/chains";
import { chainDrift } from "../iptables/drift";
import type { Placed, ResourceSpec, Step } from "./spec";

/** What differs between the kinds that are nothing but chains of iptables. */
export type RuleKind<Inputs extends Placed> = Pick<
  ResourceSpec<Inputs>,
  "describe" | "fields" | "defaults" | "crossChecks" | "id"
> & {
  /** All chains of the resource, spelled as iptables-save prints them. */
  chains: (inputs: Inputs) => Chain[];
};

/** A resource that owns chains: everything but its namespace changes in place, in one commit a table. */
export function ruleResource<Inputs extends Placed>({ chains, ...kind }: RuleKind<Inputs>): ResourceSpec<Inputs> {
  const step = ({ namespace, owner }: Inputs, wanted: Chain[]): Step => ({
    tool: "iptables",
    namespace,
    owner,
    chains: wanted,
  });
  return {
    ...kind,
    replaceOn: ["namespace"],
    references: [],
    complete: (inputs) => inputs,
    inputsOf: (state) => state,
    create: (wanted) => [step(wanted, chains(wanted))],
    update: (standing, wanted) => [
      step(wanted, chains(wanted)),
      ...(standing.owner === wanted.owner ? [] : [step(standing, [])]),
    ],
    remove: (state) => [step(state, [])],
    async observe(wanted, view) {
      const drift = await chainDrift(view, wanted.namespace, wanted.owner, chains(wanted));
      return drift && { owner: wanted.owner, what: "rules", state: wanted, drift };
    },
  };
}
