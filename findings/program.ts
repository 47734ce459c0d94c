import { checkInputs } from "../provider/check";
import { groupBy } from "../provider/group-by";
import { hasUnknown, UNKNOWN } from "../provider/inputs/check";
import { kinds } from "../provider/resources";
import type { BridgeInputs } from "../provider/resources/bridge";
import type { FirewallRuleInputs } from "../provider/resources/firewall-rule";
import type { MasqueradeInputs } from "../provider/resources/masquerade";
import type { NamespaceInputs } from "../provider/resources/namespace";
import { objectsOf, type SingleKind } from "../provider/resources/objects";
import type { PortForwardInputs } from "../provider/resources/port-forward";
import type { QdiscInputs } from "../provider/resources/qdisc";
import type { RouteInputs } from "../provider/resources/route";
import type { Owner } from "../provider/owner";
import type { Origin, Owned, ResourceSpec } from "../provider/resources/spec";
import { remembered } from "../provider/remembered";
import type { ServiceInputs } from "../provider/resources/service";
import type { RuleInputs } from "../provider/resources/rule";
import type { SysctlInputs } from "../provider/resources/sysctl";
import type { VethPairInputs } from "../provider/resources/veth-pair";
import type { VxlanInputs } from "../provider/resources/vxlan";

/** The inputs of each kind, as its check leaves them. Any of them may be unknown before the update. */
export interface InputsOf extends Record<SingleKind, Owned> {
  namespace: NamespaceInputs;
  vethPair: VethPairInputs;
  bridge: BridgeInputs;
  route: RouteInputs;
  masquerade: MasqueradeInputs;
  portForward: PortForwardInputs;
  firewallRule: FirewallRuleInputs;
  sysctl: SysctlInputs;
  service: ServiceInputs;
  rule: RuleInputs;
  qdisc: QdiscInputs;
  vxlan: VxlanInputs;
}

export type Kind = keyof InputsOf;

/** A resource as a program declares it. */
export interface Declared<K extends Kind = Kind> {
  kind: K;
  /** What the program calls it. */
  name: string;
  inputs: InputsOf[K];
  /** The place among the program's resources: of two that do not fit, the later one is told. */
  index: number;
  /** It had another name once: what stands under that one's mark is its own. */
  hasAliases?: boolean;
  /** The owner of the resource of which it is a part. */
  whole?: Owner;
  /** Whether it is a part of a resource that holds many. */
  isOfMany?: true;
  /** By what it is known if it was imported, and nothing has put its own mark on it yet. */
  imported?: Origin;
}

/** A program, as far as it is known. */
export interface Program {
  resources: Declared[];
  /** Whether some resource cannot be told from its inputs, because they are wrong or not known yet. */
  hasUnreadable: boolean;
}

/** A resource as the SDK sends it to the provider, with the text of unknown values. */
export interface Sent {
  kind: keyof typeof kinds;
  name: string;
  inputs: Record<string, unknown>;
  hasAliases?: boolean;
  imported?: Origin;
}

/** Reads what was sent. A resource that its own check refuses is the engine's to tell. */
export function programOf(sent: readonly Sent[]): Program {
  const all = sent.map(declared);
  return { resources: all.flatMap((it) => it ?? []), hasUnreadable: all.includes(undefined) };
}

/** A resource, or what it is composed of; undefined where that cannot be told. */
function declared({ kind, name, inputs: given, hasAliases, imported }: Sent, index: number): Declared[] | undefined {
  const spec = kinds[kind] as unknown as ResourceSpec;
  const { inputs, failures } = checkInputs(spec, given);
  if (failures.length > 0) return undefined;
  const ofMany = spec.collection ? { isOfMany: true as const } : {};
  const common = { name, index, ...ofMany, ...(hasAliases ? { hasAliases } : {}), ...(imported ? { imported } : {}) };
  const { owner } = inputs as Owned;
  return objectsOf(kind, inputs as Owned)?.flatMap((it) => {
    const inputs = it.properties;
    const whole = inputs.owner === owner ? {} : { whole: owner };
    return it.kind === undefined ? [] : [{ ...common, ...whole, kind: it.kind, inputs }];
  });
}

/** The resources of one kind. */
export function ofKind<K extends Kind>(program: Program, kind: K): readonly Declared<K>[] {
  return (byKind(program).get(kind) ?? []) as Declared<K>[];
}

const byKind = remembered(({ resources }: Program) => groupBy(resources, ({ kind }) => kind));

/** Whose all that is, that a program declares. */
export const ownersOf = remembered(
  ({ resources }: Program): ReadonlySet<Owner> =>
    new Set(resources.flatMap(({ inputs: { owner }, whole }) => (whole === undefined ? [owner] : [owner, whole]))),
);

/** Kinds whose resources are in a namespace, or on the host. */
type PlacedKind = { [K in Kind]: InputsOf[K] extends { namespace?: string | undefined } ? K : never }[Kind];

/** The resources of one kind in a place, and those of which it is not known where they are. */
export function ofKindAt<K extends PlacedKind>(program: Program, kind: K, place: string | undefined): Declared<K>[] {
  const all = byPlace(program, kind);
  return [...(all.get(place) ?? []), ...(all.get(UNKNOWN) ?? [])] as Declared<K>[];
}

const byPlace = remembered((program: Program, kind: PlacedKind) =>
  groupBy<Declared<PlacedKind>, string | undefined>(ofKind(program, kind), ({ inputs }) => inputs.namespace),
);

/** The resources of one kind with every one of some inputs known. */
export function withKnown<K extends Kind>(program: Program, kind: K, ...names: (keyof InputsOf[K])[]): Declared<K>[] {
  return ofKind(program, kind).filter(({ inputs }) => !names.some((name) => hasUnknown(inputs[name])));
}
