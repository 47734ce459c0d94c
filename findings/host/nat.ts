import { contains, familyOf } from "../../provider/inputs/addresses";
import type { Place, Topology } from "../topology";

/** Whether rules that stand, and are none of the program's, may hide an address that leaves a place by an interface. */
export function standingNatHides(
  { program, standing, makes }: Topology,
  place: Place,
  address: string,
  out: string,
): boolean {
  const rules = standing?.places.get(place)?.sourceNat;
  // What could not be read may be there; in a namespace of the program there is the program's alone.
  if (rules === undefined) return !makes(place);
  const owners = program.resources.map(({ inputs }) => inputs.owner);
  return rules
    .filter(({ family, chain }) => family === familyOf(address) && !owners.some((owner) => chain.endsWith(`-${owner}`)))
    .some(({ rule }) => matches(rule, address, out));
}

/** Whether a rule in iptables-save's words may match; options that are not read here narrow it further. */
function matches(rule: string, address: string, out: string): boolean {
  const [, not, source] = /(! )?-s (\S+)/.exec(rule) ?? [];
  const [, notOut, device] = /(! )?-o (\S+)/.exec(rule) ?? [];
  const isSource = source === undefined || contains(source, address) !== (not !== undefined);
  return isSource && (device === undefined || (device === out) !== (notOut !== undefined));
}
