import type { StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import type { Drifted } from "../../provider/diff";
import type { Backend } from "../../provider/host/settings";
import { specOf } from "../../provider/resources";
import type { Imported, Owned, ResourceSpec } from "../../provider/resources/spec";
import { kindOf } from "../../provider/types";
import { backendsOf } from "../backends";
import { unknownOf } from "../plan/changes";
import type { Preview } from "../plan/preview";
import { nameOf, own } from "../recorded";

/** A resource as an update would leave it. */
export interface Foretold {
  type: string;
  /** The name that the program gave it. */
  name: string;
  inputs: Owned;
  /** The backend of iptables that its provider sets. */
  backend: Backend | undefined;
  /** Why not all of its inputs are known, if so. */
  unknown: string[];
}

/** The resources that an update would leave, in the order in which they are made. */
export function foretold({ steps, config }: Preview): Foretold[] {
  const recorded = steps.map((step) => ({ ...step, inputs: (step.new ?? step.old)?.inputs }));
  const backendOf = backendsOf(recorded, config["linuxnet:iptables"]);
  return steps.flatMap((step) => {
    const spec = specOf(step.type);
    const inputs = spec && inputsAfter(step, spec);
    if (inputs === undefined) return [];
    const { type, urn, provider } = step;
    return { type, name: nameOf(urn), inputs, backend: backendOf(provider), unknown: unknownOf(inputs) };
  });
}

/** What a step leaves; undefined where that is nothing. */
function inputsAfter({ op, old, new: next }: StepEventMetadata, spec: ResourceSpec): Owned | undefined {
  switch (op) {
    case "create":
    case "create-replacement":
    case "update":
    case "import":
      return next && own(next.inputs);
    case "same":
      return old && standing(old, spec);
    case "delete":
      return old?.retainOnDelete ? standing(old, spec) : undefined;
    default:
      return undefined;
  }
}

function standing({ outputs }: StepEventStateMetadata, spec: ResourceSpec): Owned {
  const { drift: _drift, imported: _imported, ...state } = own(outputs) as Owned & Drifted & Imported;
  return spec.inputsOf(state);
}

/** What the program calls a resource, with its kind. */
export function headlineOf({ type, name }: Foretold): string {
  return `${kindOf(type)} ${name}`;
}
