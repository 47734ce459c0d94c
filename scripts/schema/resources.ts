import type ts from "typescript";
import { kinds } from "../../provider/resources";
import { commentOf, withExample } from "./comments";
import { declaredType, isOptional, type Sources } from "./sources";
import type { ObjectSpec, PropertySpec, ResourceSpec } from "./spec";
import { described, token, type Types } from "./types";

type Kind = keyof typeof kinds;

/** The classes of resources that the SDK exports, by their tokens. */
export function resourcesOf(sources: Sources, types: Types): Record<string, ResourceSpec> {
  const sdk = sources.exportsOf("sdk/index.ts");
  const states = statesOf(sources);
  const entries = [...states].map(([kind, state]): [string, ResourceSpec] => {
    const name = kind.charAt(0).toUpperCase() + kind.slice(1);
    const it = { kind, resource: exported(sdk, name), args: exported(sdk, `${name}Args`), ...state };
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

function exported(sdk: Map<string, ts.Symbol>, name: string): ts.Symbol {
  const symbol = sdk.get(name);
  if (!symbol) throw new Error(`sdk/index.ts: expected ${name}`);
  return symbol;
}

interface Described {
  kind: Kind;
  resource: ts.Symbol;
  args: ts.Symbol;
  /** What the provider takes and keeps: `ResourceSpec<Inputs, State>`. */
  inputs: ts.Type;
  state: ts.Type;
}

type Outputs = Pick<ResourceSpec, "properties" | "required">;

function resourceOf(it: Described, sources: Sources, types: Types): ResourceSpec {
  const { resource, args } = it;
  const inputs = types.objectOf(args);
  // What the SDK gives itself, and a program in another language may leave to the provider.
  for (const property of it.inputs.getProperties()) {
    inputs.properties[property.name] ??= types.propertyOf(property, resource.name);
  }
  markReplacing(kinds[it.kind].replaceOn, inputs, types);
  return {
    ...described(withExample(commentOf(resource))),
    ...outputsOf(it, sources, types),
    inputProperties: inputs.properties,
    ...(inputs.required ? { requiredInputs: inputs.required } : {}),
  };
}

/**
 * The outputs that the provider answers: those of a class that the SDK makes of others are its own. An output without a
 * comment confirms the input of its name.
 */
function outputsOf({ resource, args, inputs, state }: Described, sources: Sources, types: Types): Required<Outputs> {
  const declared = sources.propertiesOf(resource).filter(({ name }) => state.getProperty(name));
  const all = [...declared, ...inputs.getProperties().filter(({ name }) => !declared.some((it) => it.name === name))];
  const ofInput = new Map(sources.propertiesOf(args).map((input) => [input.name, commentOf(input).text]));
  const properties = all.map((property): [string, PropertySpec] => {
    const type = types.typeOfProperty(property, resource.name);
    return [property.name, { ...type, ...described(commentOf(property).text || (ofInput.get(property.name) ?? "")) }];
  });
  const required = all.filter((property) => !mayBeUndefined(property)).map(({ name }) => name);
  return { properties: Object.fromEntries(properties), required };
}

function mayBeUndefined(property: ts.Symbol): boolean {
  return isOptional(property) || /\bundefined\b/.test(declaredType(property).getText());
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

/** The types of each kind's inputs and state. */
function statesOf(sources: Sources): Map<Kind, Pick<Described, "inputs" | "state">> {
  const { checker } = sources;
  const table = sources.exportsOf("provider/resources/index.ts").get("kinds");
  if (!table) throw new Error("provider/resources/index.ts: expected kinds");
  const all = checker.getTypeOfSymbol(table).getProperties();
  return new Map(
    all.map((kind) => {
      const [inputs, state] = checker.getTypeArguments(checker.getTypeOfSymbol(kind) as ts.TypeReference);
      if (!inputs || !state) throw new Error(`${kind.name}: expected a ResourceSpec`);
      return [kind.name as Kind, { inputs, state }];
    }),
  );
}
