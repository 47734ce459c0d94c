import { LinuxnetError } from "../errors";
import { type Family, familyOf, partialNetwork } from "../inputs/addresses";
import { type Fields, isUnknown, optional, required, UNKNOWN } from "../inputs/check";
import { device, namespaceName } from "../inputs/names";
import { family, fwmark, integer, oneOf, owner, table } from "../inputs/values";
import { type PolicyRule, policyRuleWords } from "../iproute2/policy-rules";
import { PROTOCOL } from "../iproute2/routes";
import { placeText } from "../namespaces";
import { UNMARKED } from "../owner";
import { ruleId, ruleOfId } from "./ids";
import { ruleChecks } from "./rule-checks";
import type { Imported, Placed, ResourceSpec, Step, View } from "./spec";

export interface RuleInputs extends Placed {
  priority: number;
  family: Family;
  from?: string;
  to?: string;
  inInterface?: string;
  outInterface?: string;
  fwmark?: string;
  type: "lookup" | "blackhole" | "unreachable" | "prohibit";
  table?: string;
  suppressPrefixLength?: number;
}

const fields: Fields<RuleInputs> = {
  namespace: optional(namespaceName),
  // Of 0 is the kernel's own rule, which looks the table local up.
  priority: required(integer(1, 4294967295, "a priority")),
  family: optional(family),
  from: optional(partialNetwork),
  to: optional(partialNetwork),
  inInterface: optional(device),
  outInterface: optional(device),
  fwmark: optional(fwmark),
  type: optional(oneOf("lookup", "blackhole", "unreachable", "prohibit"), "lookup"),
  table: optional(table),
  suppressPrefixLength: optional(integer(0, 128, "a prefix length")),
  owner: required(owner),
};

/**
 * `ip rule add`. Its mark is the protocol number that routes have, too. The kernel takes many rules of one priority:
 * of linuxnet's, a family has one.
 */
export const rule: ResourceSpec<RuleInputs> = {
  describe: (inputs) =>
    `${inputs.family === 6 ? "IPv6 rule" : "rule"} ${inputs.priority} ${placeText(inputs.namespace)}`,
  fields,
  defaults: ({ family, from, to, type, table }) => ({
    family: family ?? familyOfNetworks([from, to]),
    ...(type === "lookup" ? { table: table ?? "main" } : {}),
  }),
  crossChecks: ruleChecks,
  id: ruleId,
  fromId: ruleOfId,
  replaceOn: ["namespace", "priority", "family"],
  references: [],
  complete: (inputs) => inputs,
  inputsOf: (state) => state,
  create: (wanted) => [{ ...addStep(wanted), alone: wanted.priority }],
  async update(standing, wanted, view) {
    const all = await rulesAt(wanted, view);
    const ours = all.filter(isOurs);
    const last = ours.at(-1);
    const steps: Step[] = last
      ? [addStep(wanted), removeStep(wanted)]
      : [{ ...addStep(wanted), alone: wanted.priority }];
    if (last && isWithin(last, wanted)) steps.reverse();
    // The kernel removes the first of a priority: of those that an interrupted change has left, the last is the way out.
    return [
      ...ours.slice(1).map(() => removeStep(wanted)),
      ...(last && isSame(last, wanted) ? [] : steps),
      ...all.filter((it) => isReplaced(it, standing)).map((it) => removeForeignStep(wanted, it)),
    ];
  },
  remove: (state) => [removeStep(state)],
  async find(key, view) {
    const [found, second] = await rulesAt(key, view);
    if (!found) return undefined;
    if (second) throw new LinuxnetError(`there are ${text(found)} and ${text(second)}`);
    if (found.protocol === KERNEL) throw new LinuxnetError("it is one of the kernel's own");
    const beyond = [...found.beyond, ...(isType(found.type) ? [] : [`action ${found.type}`])];
    if (beyond.length > 0) throw new LinuxnetError(`no property can say: ${beyond.join("; ")}`);
    const inputs = propertiesOf(found);
    return isOurs(found) ? { mark: key.owner, inputs } : { mark: UNMARKED, inputs, rules: [text(found)] };
  },
  async observe(wanted, view) {
    const all = await rulesAt(wanted, view);
    const ours = all.filter(isOurs);
    const replaced = all.filter((it) => isReplaced(it, wanted));
    const candidates = wanted.owner === UNMARKED ? replaced : ours;
    const found = candidates.find((it) => isSame(it, wanted)) ?? candidates.at(-1);
    if (!found) return undefined;
    const others = [...ours, ...replaced].filter((it) => it !== found);
    const { namespace, priority, family, owner, imported } = wanted;
    const key = { ...(namespace === undefined ? {} : { namespace }), priority, family, owner };
    return {
      owner,
      what: `a rule ${text(found)} of protocol ${found.protocol}`,
      state: { ...key, ...propertiesOf(found), ...(imported ? { imported } : {}) },
      remains: [...ours.map(() => removeStep(key)), ...replaced.map((it) => removeForeignStep(key, it))],
      drift: [...others.map((it) => `${text(it)} stands, too`), ...found.beyond.map((it) => `it says ${it}, too`)],
    };
  },
  isLeftover: (found, wanted) => isSame({ ...found, beyond: [] }, wanted),
};

/** The number of RTPROT_KERNEL in linux/rtnetlink.h. */
const KERNEL = "2";

/** The family of networks; unknown where none is known that would tell, and IPv4's where there is none. */
function familyOfNetworks(networks: (string | undefined)[]): Family {
  const given = networks.filter((it) => it !== undefined);
  const known = given.find((it) => !isUnknown(it));
  if (known !== undefined) return familyOf(known);
  return given.length > 0 ? (UNKNOWN as unknown as Family) : 4;
}

/** What linuxnet has once. */
type Key = Pick<RuleInputs, "namespace" | "priority" | "family">;

/** The rules of a priority, in the kernel's order. */
async function rulesAt({ namespace, family, priority }: Key, view: View): Promise<PolicyRule[]> {
  return (await view.policyRules(namespace, family)).filter((it) => it.priority === priority);
}

function isOurs({ protocol }: PolicyRule): boolean {
  return protocol === PROTOCOL;
}

function isType(type: string): type is RuleInputs["type"] {
  return ["lookup", "blackhole", "unreachable", "prohibit"].includes(type);
}

function isSame(one: Omit<PolicyRule, "protocol">, other: RuleInputs): boolean {
  return one.beyond.length === 0 && policyRuleWords(one).join(" ") === policyRuleWords(other).join(" ");
}

/** Whether the kernel takes a rule for another one that stands: what it says less of source and destination is no matter. */
function isWithin(standing: PolicyRule, wanted: RuleInputs): boolean {
  const { from = standing.from, to = standing.to } = wanted;
  return policyRuleWords(standing).join(" ") === policyRuleWords({ ...wanted, from, to }).join(" ");
}

function propertiesOf({ protocol: _protocol, beyond: _beyond, priority: _priority, type, ...rest }: PolicyRule) {
  return { ...rest, type: type as RuleInputs["type"] };
}

function addStep(wanted: RuleInputs): Extract<Step, { tool: "ip rule" }> {
  const { namespace, family } = wanted;
  return { tool: "ip rule", namespace, family, words: ["add", ...policyRuleWords(wanted), "protocol", PROTOCOL] };
}

/** The first rule of linuxnet's at its priority. */
function removeStep({ namespace, family, priority }: Key): Step {
  return { tool: "ip rule", namespace, family, words: ["del", "priority", String(priority), "protocol", PROTOCOL] };
}

/** A rule that somebody else has made, by all that it says. */
function removeForeignStep({ namespace, family }: Key, rule: PolicyRule): Step {
  return { tool: "ip rule", namespace, family, words: ["del", ...policyRuleWords(rule)] };
}

/** Whether a rule is the one that was imported. */
function isReplaced(rule: PolicyRule, { imported }: RuleInputs & Imported): boolean {
  return !isOurs(rule) && (imported?.rules ?? []).includes(text(rule));
}

function text(rule: PolicyRule): string {
  return policyRuleWords(rule).slice(2).join(" ");
}
