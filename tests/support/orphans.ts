import { readStanding } from "../../cli/survey/kernel";
import type { Findings, Orphan } from "../../cli/survey/model";
import { orphansIn } from "../../cli/survey/orphans";
import { type Refusal, removeOrphans } from "../../cli/survey/remove";
import { Ownership } from "../../cli/survey/stack";
import type { ExportedResource, StackExport } from "../../cli/stack-export";
import { localHost } from "../../provider/host/local-host";
import { ownerFrom } from "../../provider/owner";
import { kindServedBy, TYPES } from "../../provider/types";
import { type Inputs, type Kind, lifecycleOf } from "./made";

const STACK = { project: "p", stack: "dev" };

/** The owner of a resource of the stack that these tests sweep. */
export function ownerInStack(name: string): string {
  return ownerFrom(STACK.project, STACK.stack, { kind: "Bridge", parents: [], name });
}

/** What a state holds of a resource that has these inputs. */
export function exported(kind: Kind, name: string, given: Inputs): ExportedResource {
  const { inputs } = lifecycleOf(kind).check({ owner: ownerInStack(name), ...given });
  const type = TYPES.dynamic + kindServedBy(kind);
  return { urn: `urn:pulumi:dev::p::${type}::${name}`, type, inputs: inputs };
}

/** Makes an object that no state holds. */
export async function abandon(kind: Kind, name: string, given: Inputs): Promise<void> {
  const lifecycle = lifecycleOf(kind);
  await lifecycle.create(lifecycle.check({ owner: ownerInStack(name), ...given }).inputs as { owner: string });
}

const EMPTY: StackExport = { resources: [], pending: [] };

/** A state of which the creation of these resources was cut off. */
export function interrupted(...resources: ExportedResource[]): StackExport {
  return { resources: [], pending: resources.map((resource) => ({ type: "creating", resource })) };
}

/** What stands in the kernel of the stack and is not in this state. */
export async function found(state = EMPTY): Promise<Findings> {
  return orphansIn(await readStanding(localHost), new Ownership(STACK, state));
}

export function swept(orphans: readonly Orphan[], state = EMPTY): Promise<Refusal[]> {
  return removeOrphans(orphans, new Ownership(STACK, state), localHost);
}
