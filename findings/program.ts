import { checkInputs } from "../provider/check";
import { hasUnknown } from "../provider/inputs/check";
import { kinds } from "../provider/resources";
import type { BridgeInputs } from "../provider/resources/bridge";
import type { ContainerNetworkInputs } from "../provider/resources/container-network";
import type { MasqueradeInputs } from "../provider/resources/masquerade";
import type { NamespaceInputs } from "../provider/resources/namespace";
import type { PortForwardInputs } from "../provider/resources/port-forward";
import type { RouteInputs } from "../provider/resources/route";
import type { Origin, Owned, ResourceSpec } from "../provider/resources/spec";
import type { VethPairInputs } from "../provider/resources/veth-pair";

/** The inputs of each kind, as its check leaves them. Any of them may be unknown before the update. */
export interface InputsOf {
  namespace: NamespaceInputs;
  vethPair: VethPairInputs;
  bridge: BridgeInputs;
  route: RouteInputs;
  masquerade: MasqueradeInputs;
  portForward: PortForwardInputs;
}

export type Kind = keyof InputsOf;

/** The kinds that are composed of those. */
export type ComposedKind = Exclude<keyof typeof kinds, Kind>;

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
  kind: Kind | ComposedKind;
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
  const common = { name, index, ...(hasAliases ? { hasAliases } : {}), ...(imported ? { imported } : {}) };
  if (!spec.parts) return [{ ...common, kind: kind as Kind, inputs: inputs as InputsOf[Kind] }];
  if (hasUnknown(inputs)) return undefined;
  const parts = spec.parts(spec.complete(inputs as Owned));
  const own = parts.flatMap(({ spec, state }) => {
    const its = OWN_KINDS.find((it) => kinds[it] === spec);
    return its ? [{ ...common, kind: its, inputs: state as InputsOf[Kind] }] : [];
  });
  const alike = kind === "containerNetwork" ? masquerades(inputs as ContainerNetworkInputs) : [];
  return [...own, ...alike.map((it): Declared => ({ ...common, kind: "masquerade", inputs: it }))];
}

/** What masquerades would do as the rules of a container network do. */
function masquerades(network: ContainerNetworkInputs): MasqueradeInputs[] {
  const { namespace, owner, subnet, subnet6, uplink, bridge, internal } = network;
  const sources = internal ? [] : [subnet, ...(subnet6 === undefined ? [] : [subnet6])];
  return sources.map((source) => ({
    ...{ owner, source, inInterface: bridge, forward: true },
    ...(namespace === undefined ? {} : { namespace }),
    ...(uplink === undefined ? {} : { outInterface: uplink }),
  }));
}

const OWN_KINDS: readonly Kind[] = ["namespace", "vethPair", "bridge", "route", "masquerade", "portForward"];

/** The resources of one kind. */
export function ofKind<K extends Kind>({ resources }: Program, kind: K): Declared<K>[] {
  return resources.filter((resource): resource is Declared<K> => resource.kind === kind);
}

/** The resources of one kind with every one of some inputs known. */
export function withKnown<K extends Kind>(program: Program, kind: K, ...names: (keyof InputsOf[K])[]): Declared<K>[] {
  return ofKind(program, kind).filter(({ inputs }) => !names.some((name) => hasUnknown(inputs[name])));
}
