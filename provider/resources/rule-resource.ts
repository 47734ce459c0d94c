import { type Chain } from "../iptables/chains";
import { chainDrift } from "../iptables/drift";
import type { Flows } from "../conntrack/flows";
import type { Owner } from "../owner";
import type { Placed, ResourceSpec, Step } from "./spec";

/** What differs between the kinds that are nothing but chains of iptables. */
export type RuleKind<Inputs extends Placed> = Pick<
  ResourceSpec<Inputs>,
  "describe" | "fields" | "defaults" | "crossChecks" | "id" | "fromId"
> & {
  /** All chains of the resource, spelled as iptables-save prints them. */
  chains: (inputs: Inputs) => Chain[];
  /** The flows that go elsewhere than these inputs say, or once `removed`, than nowhere. */
  strayFlows?: (inputs: Inputs, is: { removed: boolean }) => Flows[];
};

/** A resource that owns chains: everything but its namespace changes in place, in one commit a table. */
export function ruleResource<Inputs extends Placed>({
  chains,
  strayFlows = () => [],
  ...kind
}: RuleKind<Inputs>): ResourceSpec<Inputs> {
  const step = ({ namespace, owner }: Inputs, wanted: Chain[], insteadOf?: Owner): Step => ({
    tool: "iptables",
    namespace,
    owner,
    chains: wanted,
    ...(insteadOf === undefined ? {} : { insteadOf }),
  });
  const forget = (inputs: Inputs, is: { removed: boolean }): Step[] =>
    strayFlows(inputs, is).map((flows) => ({ tool: "conntrack", namespace: inputs.namespace, flows }));
  return {
    ...kind,
    replaceOn: ["namespace"],
    references: [],
    complete: (inputs) => inputs,
    inputsOf: (state) => state,
    create: (wanted) => [step(wanted, chains(wanted)), ...forget(wanted, { removed: false })],
    update: (standing, wanted) => [
      ...(standing.owner === wanted.owner
        ? [step(wanted, chains(wanted))]
        : [step(wanted, chains(wanted), standing.owner), step(standing, [])]),
      ...forget(standing, { removed: true }).filter(() => kind.id(standing) !== kind.id(wanted)),
      ...forget(wanted, { removed: false }),
    ],
    remove: (state) => [step(state, []), ...forget(state, { removed: true })],
    afterwards: (state) => forget(state, { removed: true }),
    async observe(wanted, view) {
      const drift = await chainDrift(view, wanted.namespace, wanted.owner, chains(wanted));
      return drift && { owner: wanted.owner, what: "rules", state: wanted, drift };
    },
  };
}
