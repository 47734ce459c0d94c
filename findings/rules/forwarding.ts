import { type Family, familyOf } from "../../provider/inputs/addresses";
import { isUnknown } from "../../provider/inputs/check";
import { type Declared, ofKind, type Program } from "../program";
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
  const single = ofKind(program, "sysctl").map(({ inputs }) => inputs);
  if (single.some(({ namespace, key }) => isUnknown(namespace) || isUnknown(key))) return undefined;
  const here = single.filter(({ namespace }) => namespace === place).map(({ key, value }) => [key, value]);
  const ofNamespace = namespaceSysctls(program, place);
  return ofNamespace && { ...ofNamespace, ...(Object.fromEntries(here) as Record<string, string>) };
}

function namespaceSysctls(program: Program, place: Place): Record<string, string> | undefined {
  const namespaces = ofKind(program, "namespace").map(({ inputs }) => inputs);
  const found = namespaces.find(({ name }) => name === place) ?? namespaces.find(({ name }) => isUnknown(name));
  if (found === undefined || place === undefined) return {};
  return found.name === place && !isUnknown(found.sysctls) ? (found.sysctls ?? {}) : undefined;
}

/** What only a namespace that is yet to be made can be taken for. */
function freshOf({ standing }: Topology, place: Place): Record<string, string> | undefined {
  const isNew = place !== undefined && standing?.namespaces?.includes(place) === false;
  return isNew ? standing?.fresh : undefined;
}

function switchedOn({ program }: Topology, place: Place, family: Family): boolean {
  const here = ({ inputs }: Declared<"masquerade"> | Declared<"portForward">): boolean =>
    inputs.namespace === place || isUnknown(inputs.namespace);
  const masquerades = ofKind(program, "masquerade").filter(
    ({ inputs }) => inputs.forward !== false && (isUnknown(inputs.source) || familyOf(inputs.source) === family),
  );
  const ports = ofKind(program, "portForward").filter(
    ({ inputs }) => isUnknown(inputs.targetAddress) || familyOf(inputs.targetAddress) === family,
  );
  return [...masquerades, ...ports].some(here);
}
