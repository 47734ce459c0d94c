import type { StepEventMetadata, StepEventStateMetadata } from "@pulumi/pulumi/automation";
import { UNKNOWN } from "../../provider/inputs/check";
import { specOf } from "../../provider/resources";
import type { ResourceSpec } from "../../provider/resources/spec";
import { changesOf, KNOWN_LATER, withoutSecrets } from "../plan/changes";
import type { Preview } from "../plan/preview";
import { nameOf, own, recordedObjects } from "../recorded";
import { compared } from "./compare";
import { type DrawnObject, type Graph, graphOfObjects } from "./model";

/** What a preview draws. */
export interface PreviewGraph {
  /** The stack as it is and as it would be, in which everything tells what becomes of it. */
  graph: Graph;
  /** The resources that are made of several objects, of which only the update will know which. */
  unknown: string[];
}

/** What a step is from, and what it leads to; undefined for what is not known. */
interface Sides {
  before: DrawnObject[] | undefined;
  after: DrawnObject[] | undefined;
}

export function graphOfPreview({ steps }: Preview): PreviewGraph {
  const all = steps.flatMap((step) => {
    const spec = specOf(step.type);
    return spec ? [{ name: nameOf(step.urn), ...sidesOf(step, spec) }] : [];
  });
  const [before, after] = [all.flatMap((it) => it.before ?? []), all.flatMap((it) => it.after ?? [])];
  const unknown = all.filter((it) => !it.before || !it.after).map(({ name }) => name);
  return { graph: compared(graphOfObjects(before), graphOfObjects(after)), unknown: [...new Set(unknown)] };
}

function sidesOf(step: StepEventMetadata, spec: ResourceSpec): Sides {
  const standing = step.old && standingOf(step.old, spec);
  const wanted = objectsOf(step.type, step.new?.inputs);
  switch (step.op) {
    case "create":
      return { before: [], after: wanted };
    case "create-replacement":
      return { before: [], after: wanted?.map(touched) };
    case "delete":
    case "delete-replaced":
      return { before: standing, after: step.old?.retainOnDelete ? standing : [] };
    case "update":
      return { before: standing, after: wanted && standing && updated(standing, wanted) };
    case "import":
      return { before: wanted, after: wanted };
    case "same":
      return { before: standing, after: standing };
    default:
      return { before: [], after: [] };
  }
}

/** Of the objects of a resource those change of which a property does; all of them where only the kernel differs. */
function updated(standing: readonly DrawnObject[], wanted: readonly DrawnObject[]): DrawnObject[] {
  const isNew = wanted.map((it) => !standing.some((old) => isSame(old, it)));
  return wanted.map((it, index) => (isNew[index] || !isNew.includes(true) ? touched(it) : it));
}

function isSame(old: DrawnObject, next: DrawnObject): boolean {
  return old.kind === next.kind && changesOf(old.properties, next.properties, []).length === 0;
}

function touched(it: DrawnObject): DrawnObject {
  return { ...it, change: "change" };
}

function standingOf({ type, outputs }: StepEventStateMetadata, spec: ResourceSpec): DrawnObject[] | undefined {
  const { drift: _drift, imported: _imported, ...state } = { drift: [], imported: [], ...own(outputs) };
  return objectsOf(type, { ...spec.inputsOf(state) });
}

function objectsOf(type: string, properties: object = {}): DrawnObject[] | undefined {
  const objects = recordedObjects({ type, outputs: withoutSecrets({ ...properties }) });
  return objects && (JSON.parse(JSON.stringify(objects).replaceAll(UNKNOWN, KNOWN_LATER)) as DrawnObject[]);
}
