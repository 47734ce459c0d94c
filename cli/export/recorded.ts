import { kindNameOf, kinds } from "../../provider/resources";
import type { AttachedNetwork, ContainerInputs } from "../../provider/resources/container";
import type { Drifted } from "../../provider/diff";
import { isObject } from "../../provider/properties";
import type { Imported, Owned, ResourceSpec } from "../../provider/resources/spec";
import { kindOf, type Mode, TYPES } from "../../provider/types";
import { unknownOf } from "../plan/changes";
import { nameOf, own } from "../recorded";
import type { ExportedResource } from "../stack-export";
import { parseUrn } from "../../provider/plugin/urn";
import type { Declared, Export } from "./model";

/** A stack's resources, as its state has them. */
export function exportRecorded(resources: readonly ExportedResource[]): Export {
  const left: string[] = [];
  const found = resources.flatMap((resource) => {
    const declared = declaredOf(resource);
    if (typeof declared !== "string") return declared;
    if (declared !== "") left.push(`${kindOf(resource.type) || resource.type} ${nameOf(resource.urn)}: ${declared}`);
    return [];
  });
  const networks = new Set(found.filter(({ kind }) => kind === "containerNetwork").map(({ inputs }) => keyOf(inputs)));
  const isWhole = ({ inputs }: Declared): boolean => attachedTo(inputs).every((it) => networks.has(keyOf(it)));
  for (const { kind, name } of found.filter((it) => !isWhole(it))) {
    left.push(`${kind} ${name}: it is in a network that is no resource of the stack`);
  }
  return { resources: found.filter(isWhole), left };
}

/** What serves the resources of a stack. */
export function modeOf(resources: readonly ExportedResource[]): Mode {
  return resources.some(({ type }) => type.startsWith(TYPES.plugin)) ? "plugin" : "dynamic";
}

/** A resource, or why there is none; an empty text for what a program says without a word. */
function declaredOf({ urn, type, outputs }: ExportedResource): Declared | string {
  if (type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:pulumi")) return "";
  const kind = kindNameOf(type);
  if (kind === undefined) return "it is not linuxnet's";
  const [unknown] = unknownOf(own(outputs));
  if (unknown !== undefined) return unknown;
  const { drift: _drift, imported, ...state } = own(outputs) as Owned & Drifted & Imported;
  const spec = kinds[kind] as unknown as ResourceSpec;
  const { parents } = parseUrn(urn);
  if (parents.length > 0) return `it belongs to a component, ${parents.join(", ")}`;
  return { kind, name: nameOf(urn), inputs: spec.inputsOf(state), ...(imported ? { imported } : {}) };
}

/** The networks that containers are in. */
function attachedTo(inputs: Owned): AttachedNetwork[] {
  const { network, networks = [] } = inputs as Partial<Omit<ContainerInputs, "network">> & { network?: unknown };
  return [...networks.map((it) => it.network), ...(isObject(network) ? [network as unknown as AttachedNetwork] : [])];
}

function keyOf(network: object): string {
  const { namespace, bridge } = network as Partial<AttachedNetwork>;
  return JSON.stringify([namespace, bridge]);
}

/** The project of a stack; undefined for a state without a resource. */
export function projectOf(resources: readonly ExportedResource[]): string | undefined {
  const [first] = resources;
  return first && parseUrn(first.urn).project;
}
