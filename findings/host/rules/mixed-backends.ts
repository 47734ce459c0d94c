import { isUnknown } from "../../../provider/inputs/check";
import { isHook, isOwn, type Rules } from "../../../provider/iptables/chains";
import { placeText } from "../../../provider/namespaces";
import type { Placed } from "../../../provider/resources/spec";
import { type Finding, finding } from "../../finding";
import type { Kind } from "../../program";
import type { Topology } from "../../topology";

const RULES: readonly Kind[] = ["masquerade", "portForward", "firewallRule", "sysctl", "bridge"];

/** Rules of somebody else in the backend of iptables that is not the one in use, told once for each place. */
export function mixedBackends({ program, standing }: Topology): Finding[] {
  return [...(standing?.places ?? [])].flatMap(([place, { rules }]) => {
    const isHere = ({ namespace }: Placed): boolean => !isUnknown(namespace) && namespace === place;
    const first = program.resources.find(({ kind, inputs }) => RULES.includes(kind) && isHere(inputs));
    const found = rules && [rules[4], rules[6]].map(foreignElsewhere).find((text) => text !== undefined);
    if (!first || found === undefined) return [];
    const headline = `iptables is in mixed use ${placeText(place)}: ${found}`;
    return [
      finding(
        first,
        headline,
        "Packets must pass the rules of both backends, nft and legacy, and `iptables` shows those of one alone.",
        "Let all that use iptables there use the same: `update-alternatives --config iptables`.",
      ),
    ];
  });
}

/** A rule of somebody else in the other backend, with the program that shows it. */
function foreignElsewhere({ other }: Rules): string | undefined {
  const rules = [...(other?.tables.values() ?? [])].flatMap((chains) =>
    [...chains].filter(([name]) => !isOwn(name)).flatMap(([name, all]) => all.map((rule) => ({ name, rule }))),
  );
  const foreign = rules.find(({ rule }) => !isHook(rule));
  return foreign && `${other?.tool} has -A ${foreign.name} ${foreign.rule}`;
}
