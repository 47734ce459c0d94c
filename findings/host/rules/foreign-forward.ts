import { familyOf } from "../../../provider/inputs/addresses";
import { chainName, isOwn } from "../../../provider/iptables/chains";
import { type Placed, verdicts } from "../../../provider/iptables/deciding";
import { ruleText } from "../../../provider/iptables/described";
import { parseMatch } from "../../../provider/iptables/match";
import { placeText } from "../../../provider/namespaces";
import { stackOf } from "../../../provider/owner";
import { portForward } from "../../../provider/resources/port-forward";
import { type Finding, finding } from "../../finding";
import { type Declared, ofKind } from "../../program";
import { hasUnknown } from "../../../provider/inputs/check";
import type { Topology } from "../../topology";

/** A port that rules of somebody else forward already: which of the two gets it is a matter of their order. */
export function foreignForward({ program, standing }: Topology): Finding[] {
  return ofKind(program, "portForward").flatMap((forward) => {
    const rules = standing?.places.get(forward.inputs.namespace)?.rules;
    if (rules === undefined || hasUnknown(forward.inputs)) return [];
    const nat = rules[familyOf(forward.inputs.targetAddress)].tables.get("nat") ?? new Map<string, string[]>();
    const found = ["PREROUTING", "OUTPUT"].flatMap((chain) =>
      (nat.get(chain) ?? []).flatMap((rule) => verdicts({ chain, rule }, translations(forward), nat)),
    );
    const foreign = found.find((it) => isForeign(it, forward));
    return foreign ? [told(forward, foreign)] : [];
  });
}

/** The rules with which the forward itself would give new destinations. */
function translations({ inputs }: Declared<"portForward">): readonly string[] {
  const name = chainName("DNAT", inputs.owner);
  const steps = portForward.create(portForward.complete(inputs));
  const chains = steps.flatMap((step) => (step.tool === "iptables" ? step.chains : []));
  return chains.filter((chain) => chain.name === name).flatMap(({ rules }) => rules);
}

/** Whether a rule gives new destinations, and is not of the program's stack. */
function isForeign({ chain, rule }: Placed, { inputs, imported }: Declared<"portForward">): boolean {
  const isTranslation = ["DNAT", "REDIRECT", "NETMAP"].includes(parseMatch(rule).target ?? "");
  const { mark = inputs.owner, rules = [] } = imported ?? {};
  const isImported = chain === chainName("DNAT", mark) || rules.includes(ruleText({ table: "nat", chain, rule }));
  return isTranslation && !isImported && !chain.startsWith(chainName("DNAT", stackOf(inputs.owner)));
}

function told(forward: Declared<"portForward">, { chain, rule }: Placed): Finding {
  const { namespace, hostPort, protocol } = forward.inputs;
  const [whose, outcome] = isOwn(chain)
    ? ["of another stack", "Only one of the two gets connections of this port"]
    : ["of somebody else", "From this `pulumi up` on, that rule gets no more connections of this port"];
  return finding(
    forward,
    `port ${hostPort}/${protocol} ${placeText(namespace)} is forwarded already, by a rule ${whose}: -A ${chain} ${rule}`,
    `${outcome}. Remove it, or choose another hostPort.`,
  );
}
