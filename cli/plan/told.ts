import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { allDrift } from "../../provider/collection-outcomes";
import type { Drifted } from "../../provider/diff";
import type { ResourceSpec } from "../../provider/resources/spec";
import type { Graph } from "../graph/model";
import { changesOf, withoutSecrets } from "./changes";
import { interruptsOf, interruptsOfUpdate } from "./interrupts";
import type { PlannedStep } from "./model";
import { nameOf, own, recordedObjects } from "../recorded";
import { unknownIn } from "./planner";

/** For each resource of the state, by URN, the resources to which each of its inputs refers. */
export type References = ReadonlyMap<string, Record<string, string[]>>;

/** What the steps of one resource are told by, beside themselves. */
export interface Context {
  /** The stack as it stands. */
  graph: Graph;
  references: References;
  /** The creations of replacements, by URN. */
  creations: ReadonlyMap<string, StepEventMetadata>;
  /** What a refresh found gone, by URN. */
  gone: ReadonlySet<string>;
}

type Told = Pick<PlannedStep, "changes" | "because" | "interrupts">;

export const NOTHING: Told = { changes: [], because: [], interrupts: [] };

/** What the first step of a resource says of the whole change. */
export function told(step: StepEventMetadata, spec: ResourceSpec, context: Context): Told {
  const { op, urn, old } = step;
  const { graph, gone } = context;
  const { type } = step;
  const standing = withoutSecrets((old?.outputs ?? {}) as Record<string, unknown>);
  const objects = recordedObjects({ type, outputs: standing }) ?? [];
  switch (op) {
    case "create":
      return { ...NOTHING, because: gone.has(urn) ? ["it is gone from the kernel"] : [] };
    case "update": {
      const isKnown = unknownIn(step).length === 0;
      const next = isKnown ? (recordedObjects({ type, outputs: step.new?.inputs ?? {} }) ?? []) : [];
      const interrupts = next.length > 0 ? interruptsOfUpdate(graph, objects, next) : [];
      return { changes: changes(spec, step), because: driftOf(spec, standing), interrupts };
    }
    case "same":
      return NOTHING;
    case "delete":
      if (old?.retainOnDelete) return { ...NOTHING, because: ["the program no longer has it; it stays in the kernel"] };
      return { ...NOTHING, interrupts: interruptsOf(graph, objects) };
    default: {
      const creation = context.creations.get(urn) ?? step;
      const changed = changes(spec, creation);
      const reasons = [...driftOf(spec, standing), ...reasonsOf(creation, context)];
      const isAsked = reasons.length === 0 && !changed.some(({ replaces }) => replaces);
      const because = isAsked ? ["Pulumi's options ask for it"] : reasons;
      return { changes: changed, because, interrupts: interruptsOf(graph, objects) };
    }
  }
}

function changes(spec: ResourceSpec, { old, new: next }: StepEventMetadata): PlannedStep["changes"] {
  const { drift: _drift, ...state } = { drift: [], ...own(old?.outputs) };
  return changesOf(spec.inputsOf(state), own(next?.inputs), spec.replaceOn);
}

function driftOf(spec: ResourceSpec, standing: object & Drifted): string[] {
  return allDrift(spec, standing).map((difference) => `drift: ${difference}`);
}

/** The inputs that name what is itself replaced: whatever hung on the old one goes with it. */
function reasonsOf({ urn, keys = [] }: StepEventMetadata, { references, creations }: Context): string[] {
  return keys.flatMap((key) => {
    const replaced = (references.get(urn)?.[key] ?? []).filter((it) => creations.has(it)).map(nameOf);
    return replaced.length === 0 ? [] : [`${key} refers to ${replaced.join(" and ")}, replaced as well`];
  });
}
