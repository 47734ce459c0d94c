import ts from "typescript";

/** What a doc comment says. */
export interface Comment {
  text: string;
  /** What stands behind `@default`: a value as in JSON, or words. */
  default: string | undefined;
  example: string | undefined;
}

export function commentOf(symbol: ts.Symbol): Comment {
  const tags = symbol.getJsDocTags();
  const tag = (name: string): string | undefined =>
    ts.displayPartsToString(tags.find((it) => it.name === name)?.text) || undefined;
  return {
    text: ts.displayPartsToString(symbol.getDocumentationComment(undefined)),
    default: tag("default"),
    example: tag("example"),
  };
}

/** The value that a default is, undefined if it is described in words. */
export function valueOf(text: string): boolean | number | string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "boolean" || typeof value === "number" || typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How a kind is imported, from the comment of its `get`, which says what its id is. */
export function importSection(type: string, { text }: Comment): string {
  const id = text.slice(text.indexOf("The id is "));
  if (!id.startsWith("The id is ")) throw new Error(`${type}: expected the comment of get to say what the id is`);
  return ["## Import", "", id, "", "```sh", `pulumi import ${type} NAME ID`, "```"].join("\n");
}

/** A comment with its example where Pulumi's documentation of every language looks for it. */
export function withExample({ text, example }: Comment): string {
  if (example === undefined) return text;
  return [
    text,
    "",
    "{{% examples %}}",
    "## Example Usage",
    "{{% example %}}",
    "",
    "```typescript",
    'import * as linuxnet from "pulumi-linuxnet";',
    "",
    example,
    "```",
    "",
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n");
}
