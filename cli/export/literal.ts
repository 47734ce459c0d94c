/** A name of the program's own, in the place of a value. */
export class Reference {
  constructor(readonly text: string) {}
}

/** The longest line of a program. */
const WIDTH = 100;

/** A value in TypeScript: on the line that it begins on, where it ends within the width; a property a line otherwise. */
export function literal(value: unknown, column = 0, indent = ""): string {
  const flat = flatLiteral(value);
  if (column + flat.length <= WIDTH || !isTree(value)) return flat;
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item: unknown) => literal(item, inner.length, inner))
    : entriesOf(value).map(([key, item]) => {
        const name = `${keyText(key)}: `;
        return name + literal(item, inner.length + name.length, inner);
      });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return `${open}\n${lines.map((line) => `${inner}${line},\n`).join("")}${indent}${close}`;
}

function flatLiteral(value: unknown): string {
  if (value instanceof Reference) return value.text;
  if (Array.isArray(value)) return `[${value.map(flatLiteral).join(", ")}]`;
  if (!isTree(value)) return typeof value === "string" ? stringLiteral(value) : JSON.stringify(value);
  const properties = entriesOf(value).map(([key, item]) => {
    const text = flatLiteral(item);
    return key === text ? key : `${keyText(key)}: ${text}`;
  });
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

/** Printable ASCII alone, whatever a text holds: neither a terminal nor an editor takes it for anything else. */
export function stringLiteral(text: string): string {
  return escaped(JSON.stringify(text));
}

/** A text for a comment of one line. */
export function commentText(text: string): string {
  return escaped(text);
}

function escaped(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Reference);
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

function keyText(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : stringLiteral(key);
}
