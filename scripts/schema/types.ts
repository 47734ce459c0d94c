import ts from "typescript";
import { TYPES } from "../../provider/types";
import { commentOf, valueOf } from "./comments";
import { declaredType, isOptional, mayBeUndefined, type Sources } from "./sources";
import type { EnumSpec, ObjectSpec, PropertySpec, TypeSpec } from "./spec";

/** What Pulumi's own types stand for. */
const WRAPPERS = ["Input", "Output", "Promise"];

/** Where a TypeScript program may pass a resource, a program in any other language gives a text. */
const REFERENCES: Record<string, string> = {
  NamespaceRef: "In other languages than TypeScript: its name, by default the one of the provider.",
  Device: "In other languages than TypeScript: the interface's name.",
  AddressRef: "In other languages than TypeScript: an address without a length.",
  NetworkOrMode:
    "In other languages than TypeScript: `none` or `host`; a container in a network says so in `networks`.",
};

/** Where its values are more than a text, they are an object of this type. */
const VALUES: Record<string, string> = { NetworkRef: "AttachedNetwork", Host: "HostConnection" };

/** Turns types of the sources into those of the schema, and keeps those that have a name. */
export class Types {
  readonly named: Record<string, ObjectSpec | EnumSpec> = {};

  constructor(private readonly sources: Sources) {}

  /** The properties of an interface. */
  objectOf(symbol: ts.Symbol): ObjectSpec {
    const name = baseName(symbol);
    const all = this.sources.propertiesOf(symbol);
    const required = all.filter((property) => !isOptional(property)).map((property) => property.name);
    return {
      properties: Object.fromEntries(all.map((property) => [property.name, this.propertyOf(property, name)])),
      ...(required.length > 0 ? { required } : {}),
    };
  }

  /** The outputs of what has such arguments. One without a comment confirms the input of its name. */
  outputsOf(of: string, outputs: readonly ts.Symbol[], args: ts.Symbol): Pick<ObjectSpec, "properties" | "required"> {
    const ofInput = new Map(this.sources.propertiesOf(args).map((input) => [input.name, commentOf(input).text]));
    const properties = outputs.map((output): [string, PropertySpec] => {
      const text = commentOf(output).text || (ofInput.get(output.name) ?? "");
      return [output.name, { ...this.typeOfProperty(output, of), ...described(text) }];
    });
    const required = outputs.filter((output) => !mayBeUndefined(output)).map(({ name }) => name);
    return { properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) };
  }

  /** The type of a property; `of` is what begins its name where it has none of its own. */
  typeOfProperty(property: ts.Symbol, of: string): TypeSpec {
    return this.typeOf(declaredType(property), of + property.name.charAt(0).toUpperCase() + property.name.slice(1));
  }

  propertyOf(property: ts.Symbol, of: string): PropertySpec {
    const { text, default: fallback } = commentOf(property);
    const value = fallback === undefined ? undefined : valueOf(fallback);
    const type = this.typeOfProperty(property, of);
    // A union has no value of one type.
    const isValue = value !== undefined && type.oneOf === undefined;
    const description = [
      text,
      fallback === undefined || isValue ? "" : `Default: ${fallback}.`,
      ...namesIn(declaredType(property)).flatMap((name) => REFERENCES[name] ?? []),
    ];
    return {
      ...type,
      ...described(description.filter(Boolean).join(" ")),
      ...(isValue ? { default: value } : {}),
    };
  }

  /** @throws Error for a type that the schema has nothing for. */
  private typeOf(node: ts.TypeNode, name: string): TypeSpec {
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return { type: "string" };
      case ts.SyntaxKind.BooleanKeyword:
        return { type: "boolean" };
      // All that the kernel counts is whole.
      case ts.SyntaxKind.NumberKeyword:
        return { type: "integer" };
    }
    if (ts.isArrayTypeNode(node)) return { type: "array", items: this.typeOf(node.elementType, name) };
    if (ts.isUnionTypeNode(node)) return this.unionOf(node, name);
    if (ts.isTypeLiteralNode(node)) {
      const [member] = node.members;
      if (member && ts.isIndexSignatureDeclaration(member)) {
        return { type: "object", additionalProperties: this.typeOf(member.type, name) };
      }
    }
    if (ts.isTypeReferenceNode(node)) return this.referenceOf(node, name);
    throw new Error(`${name}: a type that a schema has nothing for: ${node.getText()}`);
  }

  private unionOf(union: ts.UnionTypeNode, name: string): TypeSpec {
    const members = union.types.filter((it) => it.kind !== ts.SyntaxKind.UndefinedKeyword);
    const literals = members.map((it) => (ts.isLiteralTypeNode(it) ? it.literal : undefined));
    if (literals.every((it) => it !== undefined && ts.isNumericLiteral(it))) return { type: "integer" };
    const texts = literals.flatMap((it) => (it && ts.isStringLiteral(it) ? [it.text] : []));
    if (texts.length === members.length) {
      this.named[token(name)] = { type: "string", enum: texts.map((value) => ({ value })) };
      return refTo(name);
    }
    const [only, ...others] = members.map((it) => this.typeOf(it, name));
    if (!only) throw new Error(`${name}: expected a type`);
    return others.length === 0 ? only : { oneOf: [only, ...others] };
  }

  private referenceOf(node: ts.TypeReferenceNode, name: string): TypeSpec {
    const symbol = this.sources.named(node);
    const [argument] = node.typeArguments ?? [];
    if (WRAPPERS.includes(symbol.name) && argument) return this.typeOf(argument, name);
    if (Object.hasOwn(REFERENCES, symbol.name)) return { type: "string" };
    const values = VALUES[symbol.name];
    if (values !== undefined) return this.interfaceOf(exported(this.sources.exportsOf("sdk/index.ts"), values));
    const [declaration] = symbol.declarations ?? [];
    if (declaration && ts.isTypeAliasDeclaration(declaration)) return this.typeOf(declaration.type, symbol.name);
    if (!declaration || !ts.isInterfaceDeclaration(declaration)) {
      throw new Error(`${name}: a type that a schema has nothing for: ${node.getText()}`);
    }
    return this.interfaceOf(symbol);
  }

  private interfaceOf(symbol: ts.Symbol): TypeSpec {
    const args = this.sources.exportsOf("sdk/index.ts").get(`${symbol.name}Args`);
    // The outputs of what is an input, too, are a type of their own: they tell more, and leave out nothing.
    const object = args ? `${symbol.name}Result` : baseName(symbol);
    this.named[token(object)] ??= {
      ...{ type: "object", ...described(commentOf(symbol).text) },
      ...(args ? this.outputsOf(object, this.sources.propertiesOf(symbol), args) : this.objectOf(symbol)),
    };
    return refTo(object);
  }
}

/** @throws Error where the SDK does not export it. */
export function exported(sdk: Map<string, ts.Symbol>, name: string): ts.Symbol {
  const symbol = sdk.get(name);
  if (!symbol) throw new Error(`sdk/index.ts: expected ${name}`);
  return symbol;
}

/** `linuxnet:index:VethPeer`: all that this package offers is in Pulumi's one module. */
export function token(name: string): string {
  return TYPES.plugin + name;
}

export function described(text: string): { description?: string } {
  return text === "" ? {} : { description: text };
}

/** Pulumi gives the inputs' type of `VethPeer` its own name in each language. */
function baseName(symbol: ts.Symbol): string {
  return symbol.name.replace(/Args$/, "");
}

function refTo(name: string): TypeSpec {
  return { $ref: `#/types/${token(name)}` };
}

/** The names of all types in a type. */
function namesIn(node: ts.Node): string[] {
  const own = ts.isTypeReferenceNode(node) ? [node.typeName.getText()] : [];
  const inner: string[] = [];
  node.forEachChild((child) => void inner.push(...namesIn(child)));
  return [...own, ...inner];
}
