import { contains, familyOf } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { ownerOfChain } from "../../provider/iptables/chains";
import { namesCover } from "../../provider/iptables/match";
import type { Owner } from "../../provider/owner";
import { remembered } from "../../provider/remembered";
import type { NatRule } from "../host/standing";
import { ofKindAt, ownersOf } from "../program";
import type { Place, Topology } from "../topology";

/** Whether a place hides an address behind its own where it sends packets out of an interface, as far as it may be so. */
export function hides(topology: Topology, place: Place, address: string, out: string): boolean {
  const declared = ofKindAt(topology.program, "masquerade", place).some(
    ({ inputs: { namespace, source, outInterface } }) => {
      if (isUnknown(namespace) || isUnknown(source)) return true;
      const leaves = outInterface === undefined || isUnknown(outInterface) || outInterface === out;
      return contains(source, address) && leaves;
    },
  );
  return declared || standingHides(topology, place, address, out);
}

/** Whether rules that stand, and are none of the program's, may hide an address that leaves a place by an interface. */
function standingHides(topology: Topology, place: Place, address: string, out: string): boolean {
  const rules = foreignRules(topology, place);
  // What could not be read may be there; in a namespace of the program there is the program's alone.
  if (rules === undefined) return !topology.makes(place);
  return rules.some((it) => it.family === familyOf(address) && matches(it.rule, address, out));
}

/** The rules that give packets of a place another source and are none of the program's; undefined if they could not be read. */
const foreignRules = remembered(({ program, standing }: Topology, place: Place): NatRule[] | undefined => {
  const owners: ReadonlySet<Owner | undefined> = ownersOf(program);
  return standing?.places.get(place)?.sourceNat?.filter(({ chain }) => !owners.has(ownerOfChain(chain)));
});

/** Whether a rule in iptables-save's words may match; options that are not read here narrow it further. */
function matches(rule: string, address: string, out: string): boolean {
  const [, not, source] = /(! )?-s (\S+)/.exec(rule) ?? [];
  const [, notOut, device] = /(! )?-o (\S+)/.exec(rule) ?? [];
  const isSource = source === undefined || contains(source, address) !== (not !== undefined);
  return isSource && (device === undefined || namesCover(device, out) !== (notOut !== undefined));
}
