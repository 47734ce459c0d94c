import type ts from "typescript";
import { kinds } from "../../provider/resources";
import { kindServedBy } from "../../provider/types";
import { commentOf, importSection, withExample } from "./comments";
import type { Sources } from "./sources";
import type { ObjectSpec, ResourceSpec } from "./spec";
import { described, exported, token, type Types } from "./types";

type Kind = keyof typeof kinds;

/** The classes of resources that the SDK exports, by their tokens. */
export function resourcesOf(sources: Sources, types: Types): Record<string, ResourceSpec> {
  const sdk = sources.exportsOf("sdk/index.ts");
  const inputsOf = inputsOfKinds(sources);
  const entries = [...inputsOf].map(([kind, inputs]): [string, ResourceSpec] => {
    const name = kindServedBy(kind);
    const it = { kind, resource: exported(sdk, name), args: exported(sdk, `${name}Args`), inputs };
    return [token(name), resourceOf(it, sources, types)];
  });
  return Object.fromEntries(entries);
}

/** The provider itself: what it is told stands also in the configuration of a stack. */
export function providerOf(sources: Sources, types: Types): ResourceSpec {
  const sdk = sources.exportsOf("sdk/index.ts");
  return {
    ...described(withExample(commentOf(exported(sdk, "Provider")))),
    inputProperties: types.objectOf(exported(sdk, "ProviderArgs")).properties,
  };
}

/** What every kind takes and answers: where it is. */
const OF_ALL = ["host"];

interface Described {
  kind: Kind;
  resource: ts.Symbol;
  args: ts.Symbol;
  /** What the provider takes: the first of `ResourceSpec<Inputs, State>`. */
  inputs: ts.Type;
}

type Outputs = Pick<ResourceSpec, "properties" | "required">;

function resourceOf(it: Described, sources: Sources, types: Types): ResourceSpec {
  const { resource, args } = it;
  const inputs = types.objectOf(args);
  // What the SDK alone takes, to make others of it.
  const known = new Set([...OF_ALL, ...it.inputs.getProperties().map(({ name }) => name)]);
  for (const name of Object.keys(inputs.properties)) if (!known.has(name)) delete inputs.properties[name];
  // What the SDK gives itself, and a program in another language may leave to the provider.
  for (const property of it.inputs.getProperties()) {
    inputs.properties[property.name] ??= types.propertyOf(property, resource.name);
  }
  markReplacing([...kinds[it.kind].replaceOn, "host.name"], inputs, types);
  return {
    ...described([withExample(commentOf(resource)), ...importOf(resource)].join("\n\n")),
    ...outputsOf(it, sources, types),
    inputProperties: inputs.properties,
    ...(inputs.required ? { requiredInputs: inputs.required } : {}),
  };
}

/** The outputs that the provider answers: those of the class, and of the inputs that the SDK gives itself. */
function outputsOf({ resource, args, inputs }: Described, sources: Sources, types: Types): Outputs {
  const declared = sources.ownPropertiesOf(resource);
  const ofAll = sources.propertiesOf(resource).filter(({ name }) => OF_ALL.includes(name));
  const all = [
    ...ofAll,
    ...declared,
    ...inputs.getProperties().filter(({ name }) => !declared.some((it) => it.name === name)),
  ];
  return types.outputsOf(resource.name, all, args);
}

/** What is composed of several objects has no `get`, and is not imported as a whole. */
function importOf(resource: ts.Symbol): string[] {
  const get = resource.exports?.get("get" as ts.__String);
  return get === undefined ? [] : [importSection(token(resource.name), commentOf(get))];
}

/** Tells of the inputs, and those within them, that the provider changes by a replacement alone. */
function markReplacing(paths: readonly string[], inputs: ObjectSpec, types: Types): void {
  for (const path of paths) {
    const [name = "", ...rest] = path.split(".");
    const property = inputs.properties[name];
    if (!property) throw new Error(`${path}: no such input`);
    if (rest.length === 0) {
      property.willReplaceOnChanges = true;
    } else {
      const inner = types.named[property.$ref?.replace("#/types/", "") ?? ""];
      if (!inner || !("properties" in inner)) throw new Error(`${path}: expected an object`);
      markReplacing([rest.join(".")], inner, types);
    }
  }
}

/** The type of each kind's inputs. */
function inputsOfKinds(sources: Sources): Map<Kind, ts.Type> {
  const { checker } = sources;
  const table = sources.exportsOf("provider/resources/index.ts").get("kinds");
  if (!table) throw new Error("provider/resources/index.ts: expected kinds");
  const all = checker.getTypeOfSymbol(table).getProperties();
  return new Map(
    all.map((kind) => {
      const [inputs] = checker.getTypeArguments(checker.getTypeOfSymbol(kind) as ts.TypeReference);
      if (!inputs) throw new Error(`${kind.name}: expected a ResourceSpec`);
      return [kind.name as Kind, inputs];
    }),
  );
}
