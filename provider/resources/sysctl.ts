import { placeText } from "../namespaces";
import { type Fields, optional, required } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { expectedNumbers, sysctlKey, sysctlValue } from "../inputs/sysctls";
import { owner } from "../inputs/values";
import { type Chain, chainName } from "../iptables/chains";
import { declaration, declarers, isRememberable } from "../iptables/declared";
import { type Switch, SWITCHES } from "../iptables/switches";
import { UNMARKED } from "../owner";
import { sysctlId, sysctlOfId } from "./ids";
import { ruleResource } from "./rule-resource";
import type { Placed, ResourceSpec } from "./spec";

export interface SysctlInputs extends Placed {
  key: string;
  value: string;
}

const fields: Fields<SysctlInputs> = {
  namespace: optional(namespaceName),
  key: required(sysctlKey),
  value: required(sysctlValue),
  owner: required(owner),
};

const rules = ruleResource<SysctlInputs>({
  describe: ({ key, namespace }) => `parameter ${key} ${placeText(namespace)}`,
  fields,
  crossChecks: [
    {
      needs: ["key", "value"],
      check({ key, value }, refuse) {
        const numbers = expectedNumbers(key, value.split(" "));
        if (numbers !== undefined) refuse("value", numbers, value);
        else if (switchOf(key) && value !== "1")
          refuse("value", `"1": ${key} goes off with the last that needs it`, value);
        else if (!isRememberable(key, value)) refuse("value", "a value of some 200 characters at most", value);
      },
    },
  ],
  id: sysctlId,
  fromId: sysctlOfId,
  chains: (inputs) => [chainOf(inputs)],
  families: () => [4, 6],
  described: () => undefined,
  isAbout: () => false,
});

/**
 * One kernel parameter. A chain that nothing leads to declares it, so that the kernel knows whose it is, and what it was:
 *
 *     filter LN-SYS-<owner>:  -m comment --comment "net.ipv4.tcp_sack=0"
 *     filter LN-WAS-declared: -m comment --comment "net.ipv4.tcp_sack=1"
 *
 * A switch, such as ip_forward, is one more that needs it on: an empty LN-FWD-<owner>.
 */
export const sysctl: ResourceSpec<SysctlInputs> = {
  ...rules,
  async find({ key, namespace, owner }, view) {
    const { [key]: value } = await view.sysctls(namespace, [key]);
    if (value === undefined) return undefined;
    const owners = declarers(key, await view.tables(namespace, 4));
    const mark = owners.includes(owner) ? owner : (owners[0] ?? UNMARKED);
    return { mark, inputs: { value } };
  },
  async observe(wanted, view) {
    const { [wanted.key]: value } = await view.sysctls(wanted.namespace, [wanted.key]);
    const what = "a kernel parameter";
    if (wanted.owner === UNMARKED) {
      return value === undefined ? undefined : { owner: UNMARKED, what, state: { ...wanted, value }, drift: [] };
    }
    const found = await rules.observe(wanted, view);
    if (found === undefined || switchOf(wanted.key)) return found && { ...found, what };
    if (value === undefined) return { ...found, what, drift: [...found.drift, `${wanted.key} is not readable`] };
    return { ...found, what, state: { ...wanted, value } };
  },
  remove(state) {
    const isByHand = state.imported?.mark === UNMARKED && switchOf(state.key);
    return rules
      .remove(state)
      .map((step) => (isByHand && step.tool === "iptables" ? { ...step, switchedOn: state.key } : step));
  },
};

function switchOf(key: string): Switch | undefined {
  return SWITCHES.find((it) => it.key === key);
}

function chainOf({ key, value, owner }: SysctlInputs): Chain {
  const it = switchOf(key);
  return it
    ? { family: it.family, table: it.table, name: chainName(it.neededBy, owner), hooks: [], rules: [] }
    : { family: 4, table: "filter", name: chainName("SYS", owner), hooks: [], rules: [declaration(key, value)] };
}
