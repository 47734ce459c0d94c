import { isObject, type Properties } from "../properties";

/** How a message marks a secret, which is its `value` (sdk/go/common/resource/properties.go in pulumi/pulumi). */
export const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What is told beside a property, and is as secret. */
const TOLD_OF: Record<string, readonly string[]> = { addresses: ["address", "address6"] };

/** The names of those properties of a message that are secrets, or hold one. */
export function secretsIn(properties: Properties): string[] {
  const names = Object.keys(properties).filter((name) => holdsSecret(properties[name]));
  return names.flatMap((name) => [name, ...(TOLD_OF[name] ?? [])]);
}

/** A value of a message as it is, without marks. */
export function withoutMarks(value: unknown): unknown {
  if (isSecret(value)) return withoutMarks(value.value);
  if (Array.isArray(value)) return value.map(withoutMarks);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutMarks(inner)]));
}

/** Properties for a message, with the mark on those of some names. */
export function withMarks(properties: Properties, secrets: readonly string[]): Properties {
  const marked = Object.entries(properties).map(([name, value]) =>
    secrets.includes(name) && value !== undefined ? [name, { [MARK]: SECRET, value }] : [name, value],
  );
  return Object.fromEntries(marked) as Properties;
}

function isSecret(value: unknown): value is Properties {
  return isObject(value) && value[MARK] === SECRET;
}

function holdsSecret(value: unknown): boolean {
  if (isSecret(value)) return true;
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && Object.values(value).some(holdsSecret);
}
