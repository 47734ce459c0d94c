import { network, parseCidr } from "../inputs/addresses";
import { isObject, type Properties } from "../properties";
import { MARK, SECRET } from "./mark";

/** What is told beside a property, and is as secret. */
const TOLD_OF: Record<string, readonly string[]> = { addresses: ["address", "address6"] };

/** What tells of all properties. */
const TOLD_OF_ALL = "imported";

/** What of a request is secret, and so of its answer. */
export class Secrets {
  /** The secret texts, each alone. */
  private readonly pattern: RegExp | undefined;

  /**
   * @param names the properties that are secrets, or hold one.
   * @param texts what must be in no message.
   */
  constructor(
    readonly names: readonly string[] = [],
    texts: readonly string[] = [],
  ) {
    const all = texts.flatMap(spellingsOf).filter((text) => text !== "");
    const longestFirst = [...new Set(all)].sort((a, b) => b.length - a.length);
    const any = longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
    this.pattern = any === "" ? undefined : new RegExp(`(?<!\\w)(?:${any})(?!\\w)`, "gi");
  }

  /** A text for people, without what is secret. */
  hide(text: string): string {
    return this.pattern === undefined ? text : text.replace(this.pattern, "[secret]");
  }
}

/** How messages of ours and of the tools spell a value. */
function spellingsOf(text: string): string[] {
  const net = network(text, "", () => undefined);
  if (net === undefined) return [text];
  const address = parseCidr(text);
  const own = address.correctForm();
  return [text, own + address.subnet, own, net];
}

/** The names of those properties of a message that are secrets, or hold one. */
export function secretsIn(properties: Properties): string[] {
  const names = Object.keys(properties).filter((name) => holdsSecret(properties[name]));
  const told = names.flatMap((name) => [name, ...(TOLD_OF[name] ?? [])]);
  return told.length > 0 ? [...told, TOLD_OF_ALL] : [];
}

/** The texts and numbers in a value of a message that are secrets. */
export function textsIn(value: unknown, isMarked = false): string[] {
  if (isSecret(value)) return textsIn(value.value, true);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap((it) => textsIn(it, isMarked));
  return isMarked && (typeof value === "string" || typeof value === "number") ? [String(value)] : [];
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
