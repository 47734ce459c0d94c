import { isDeepStrictEqual } from "node:util";
import { type Chain } from "../iptables/chains";
import { chainDrift } from "../iptables/drift";
import type { Flows } from "../conntrack/flows";
import { type Owner, UNMARKED } from "../owner";
import { type Description, findRules, observeRules } from "./rule-import";
import type { Imported, Placed, ResourceSpec, Step } from "./spec";

/** What differs between the kinds that are nothing but chains of iptables. */
export type RuleKind<Inputs extends Placed> = Pick<
  ResourceSpec<Inputs>,
  "describe" | "fields" | "defaults" | "crossChecks" | "id" | "fromId"
> &
  Description<Inputs> & {
    /** All chains of the resource, spelled as iptables-save prints them. */
    chains: (inputs: Inputs) => Chain[];
    /** The flows that go elsewhere than these inputs say, or once `removed`, still there. */
    strayFlows?: (inputs: Inputs, is: { removed: boolean }) => Flows[];
  };

/** A resource that owns chains: everything but its namespace changes in place, in one commit a table. */
export function ruleResource<Inputs extends Placed>({
  chains,
  strayFlows = () => [],
  families,
  described,
  isAbout,
  ...kind
}: RuleKind<Inputs>): ResourceSpec<Inputs> {
  const step = ({ namespace, owner, imported }: Inputs & Imported, wanted: Chain[], insteadOf?: Owner): Step => ({
    tool: "iptables",
    namespace,
    owner,
    chains: wanted,
    ...(insteadOf === undefined ? {} : { insteadOf }),
    ...(imported?.rules ? { replaced: imported.rules } : {}),
  });
  /** What stands by the mark of whoever an imported resource was of, where it is ours already. */
  const formerSteps = ({ imported, ...state }: Inputs & Imported, owner: Owner): Step[] =>
    imported === undefined || imported.mark === owner || imported.mark === UNMARKED
      ? []
      : [step({ ...state, owner: imported.mark } as unknown as Inputs, [])];
  const led = { removed: false };
  const forget = ({ namespace }: Inputs, all: readonly Flows[]): Step[] =>
    all.map((flows) => ({ tool: "conntrack", namespace, flows }));
  /** The flows that go elsewhere once it is all removed, but for what is still led as before. */
  const abandoned = (inputs: Inputs, kept: readonly Flows[] = []): Flows[] => {
    const now = strayFlows(inputs, led);
    return strayFlows(inputs, { removed: true }).filter(
      (_, index) => !kept.some((it) => isDeepStrictEqual(it, now[index])),
    );
  };
  return {
    ...kind,
    isRules: true,
    replaceOn: ["namespace"],
    references: [],
    complete: (inputs) => inputs,
    inputsOf: (state) => state,
    create: (wanted) => [step(wanted, chains(wanted)), ...forget(wanted, strayFlows(wanted, led))],
    update: (standing, wanted) => [
      step(
        { ...wanted, ...(standing.imported ? { imported: standing.imported } : {}) },
        chains(wanted),
        standing.owner === wanted.owner ? undefined : standing.owner,
      ),
      ...(standing.owner === wanted.owner ? [] : [step(standing, [])]),
      ...formerSteps(standing, standing.owner),
      ...forget(standing, abandoned(standing, strayFlows(wanted, led))),
      ...forget(wanted, strayFlows(wanted, led)),
    ],
    remove: (state) => [step(state, []), ...formerSteps(state, state.owner), ...forget(state, abandoned(state))],
    afterwards: (state) => forget(state, abandoned(state)),
    disown: (state) => [step(state, [])],
    find: (key, view) => findRules({ families, described, isAbout }, key, view),
    async observe(wanted, view) {
      const all = chains(wanted);
      if (wanted.owner === UNMARKED) {
        const [{ family }] = all as [Chain];
        return observeRules<Inputs>(wanted, view, { family, forwards: all.some(({ table }) => table === "filter") });
      }
      const drift = await chainDrift(view, wanted.namespace, wanted.owner, all);
      return drift && { owner: wanted.owner, what: "rules", state: wanted, drift };
    },
  };
}

/** Chains that are a part of a resource of several objects: its own checks are made of the whole, and so is its import. */
export function rulePart<Inputs extends Placed>(
  kind: Pick<RuleKind<Inputs>, "describe" | "id" | "chains" | "strayFlows">,
): ResourceSpec<Inputs> {
  const parts = { described: () => undefined, isAbout: () => false, fromId: () => undefined };
  return ruleResource<Inputs>({ ...kind, ...parts, fields: {} as never, families: () => [4, 6] });
}
