import { type Family, familyOf } from "../../provider/inputs/addresses";
import { isUnknown, UNKNOWN } from "../../provider/inputs/check";
import { remembered } from "../../provider/remembered";
import { ofKind, ofKindAt, type Program } from "../program";
import type { Place, Topology } from "../topology";

/** The parameter that makes a network stack a router. */
export const FORWARDING: Record<Family, string> = { 4: "net.ipv4.ip_forward", 6: "net.ipv6.conf.all.forwarding" };

/** Whether a place forwards packets of a family once the program is up; undefined where that is not known. */
export function forwards(topology: Topology, place: Place, family: Family): boolean | undefined {
  if (switchedOn(topology, place, family)) return true;
  const declared = declaredSysctls(topology, place);
  if (declared === undefined) return undefined;
  const value = declared[FORWARDING[family]];
  if (value !== undefined) return isUnknown(value) ? undefined : value !== "0";
  const standing = topology.standing?.places.get(place);
  if (standing) return standing.forwards[family];
  const anew = freshOf(topology, place)?.[FORWARDING[family]];
  return anew === undefined ? undefined : anew !== "0";
}

/** Whether the program makes a namespace a router: it forwards whatever comes, not just what a masquerade lets through. */
export function isRouter(topology: Topology, place: Place, family: Family): boolean {
  const value = declaredSysctls(topology, place)?.[FORWARDING[family]];
  return value !== undefined && value !== "0" && !isUnknown(value);
}

/** The parameters that the program gives a place; undefined where they are not known. */
function declaredSysctls({ program }: Topology, place: Place): Record<string, string> | undefined {
  if (ofKind(program, "sysctl").some(({ inputs }) => isUnknown(inputs.namespace) || isUnknown(inputs.key))) {
    return undefined;
  }
  const here = ofKindAt(program, "sysctl", place).map(({ inputs: { key, value } }) => [key, value]);
  const ofNamespace = namespaceSysctls(program, place);
  return ofNamespace && { ...ofNamespace, ...(Object.fromEntries(here) as Record<string, string>) };
}

const namespacesByName = remembered(
  (program: Program) => new Map(ofKind(program, "namespace").map(({ inputs }) => [inputs.name, inputs])),
);

function namespaceSysctls(program: Program, place: Place): Record<string, string> | undefined {
  if (place === undefined) return {};
  const namespaces = namespacesByName(program);
  const found = namespaces.get(place) ?? namespaces.get(UNKNOWN);
  if (found === undefined) return {};
  return found.name === place && !isUnknown(found.sysctls) ? (found.sysctls ?? {}) : undefined;
}

/** What only a namespace that is yet to be made can be taken for. */
function freshOf({ standing }: Topology, place: Place): Record<string, string> | undefined {
  const isNew = place !== undefined && standing?.namespaces?.includes(place) === false;
  return isNew ? standing?.fresh : undefined;
}

function switchedOn({ program }: Topology, place: Place, family: Family): boolean {
  const isOfFamily = (address: string): boolean => isUnknown(address) || familyOf(address) === family;
  return (
    ofKindAt(program, "masquerade", place).some(
      ({ inputs: { forward, source } }) => forward !== false && isOfFamily(source),
    ) || ofKindAt(program, "portForward", place).some(({ inputs }) => isOfFamily(inputs.targetAddress))
  );
}
