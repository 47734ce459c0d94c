import { checkInputs } from "../check";
import type { Drifted } from "../diff";
import { hasUnknown } from "../inputs/check";
import { kinds } from ".";
import type { MasqueradeInputs } from "./masquerade";
import { networkRules, type NetworkRulesInputs } from "./network-rules";
import type { Part } from "./part";
import { forwardsOf, publishedPorts, type PublishedPortsInputs } from "./published-ports";
import type { Imported, Owned, ResourceSpec } from "./spec";

/** One object, as a resource of its kind would be. */
export interface KernelObject {
  /** A kind of one object, as in `kinds`; undefined for rules that no such kind makes. */
  kind: SingleKind | undefined;
  properties: Owned;
}

/** The kinds of one object. */
export type SingleKind = Exclude<keyof typeof kinds, "containerNetwork" | "container">;

/**
 * What a resource is made of, by its inputs or its state: most are one object. A network's rules are told as the
 * masquerades that they come near to. Undefined where that cannot be told, because a value is hidden or not known.
 */
export function objectsOf(kind: keyof typeof kinds, properties: Owned): KernelObject[] | undefined {
  const spec = kinds[kind] as unknown as ResourceSpec;
  if (!spec.parts) return [{ kind: kind as SingleKind, properties }];
  const { drift: _drift, imported: _imported, ...state } = properties as Owned & Drifted & Imported;
  const inputs = spec.inputsOf(state);
  const isWhole = !hasUnknown(inputs) && checkInputs(spec, { ...inputs }).failures.length === 0;
  return isWhole ? spec.parts(spec.complete(inputs)).flatMap(objectsOfPart) : undefined;
}

function objectsOfPart({ spec, state }: Part): KernelObject[] {
  if (spec === networkRules) return masquerades(state as NetworkRulesInputs);
  if (spec === publishedPorts) {
    return forwardsOf(state as PublishedPortsInputs).map((properties) => ({ kind: "portForward", properties }));
  }
  const [kind] = Object.entries(kinds).find(([, it]) => it === spec) ?? [];
  return [{ kind: kind as SingleKind | undefined, properties: state as Owned }];
}

function masquerades({ namespace, owner, subnets, uplink, bridge, internal }: NetworkRulesInputs): KernelObject[] {
  if (internal) return [{ kind: undefined, properties: { owner } }];
  return subnets.map((source) => {
    const properties: MasqueradeInputs = {
      ...{ owner, source, inInterface: bridge, forward: true },
      ...(namespace === undefined ? {} : { namespace }),
      ...(uplink === undefined ? {} : { outInterface: uplink }),
    };
    return { kind: "masquerade", properties };
  });
}
