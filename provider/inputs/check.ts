import { inspect } from "node:util";

/** The text by which Pulumi's engine tells, at preview, that a value of any type is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One refused input: the resource's top-level property, and a reason that begins with the path of the value. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** Takes what a value at `path` was expected to be. Answers `undefined`, so that a check can end with it. */
export type Refuse = (path: string, expected: string, got: unknown) => undefined;

/** Turns a value from a program into its canonical form, or refuses it; one that says nothing is nothing. Unknown values never reach a check. */
export type Check<T = unknown> = (value: unknown, path: string, refuse: Refuse) => T | undefined;

/** How an object's properties are checked: each has a check, and the value that stands where the program gives none. */
export type Fields<T> = { [K in keyof T]-?: Field<T[K]> };

export interface Field<T> {
  check: Check<T & {}>;
  required?: boolean;
  default?: T;
}

export const required = <T extends {}>(check: Check<T>): Field<T> => ({ check, required: true });
export const optional = <T extends {}>(check: Check<T>, fallback?: NoInfer<T>): Field<T> =>
  fallback === undefined ? { check } : { check, default: fallback };

export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** Whether a value, or anything inside it, is not known yet. */
export function hasUnknown(value: unknown): boolean {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).some(hasUnknown);
  }
  return isUnknown(value);
}

/** Checks every property of an object. The result has the defaults, and lacks what the program left out. */
export function object<T extends object>(fields: Fields<T>): Check<T> {
  return (value, path, refuse) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return refuse(path, "an object", value);
    }
    const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
    const result: Record<string, unknown> = {};
    for (const [name, field] of Object.entries<Field<unknown>>(fields)) {
      const given = (value as Record<string, unknown>)[name] ?? field.default;
      if (given === undefined) {
        if (field.required) refuse(at(name), "a value", given);
      } else {
        const checked = isUnknown(given) ? given : field.check(given, at(name), refuse);
        if (checked !== undefined) result[name] = checked;
      }
    }
    const expected = Object.keys(fields).length === 0 ? "no arguments" : `one of ${Object.keys(fields).join(", ")}`;
    for (const name of Object.keys(value)) {
      if (!Object.hasOwn(fields, name) && !name.startsWith("__")) {
        refuse(at(name), expected, name);
      }
    }
    return result as T;
  };
}

/** Checks every element of a list. */
export function list<T>(element: Check<T>): Check<T[]> {
  return (value, path, refuse) => {
    if (!Array.isArray(value)) return refuse(path, "a list", value);
    return value.map((item, index) => (isUnknown(item) ? item : element(item, `${path}[${index}]`, refuse)) as T);
  };
}

/** The one layout of a refusal: `addresses[0]: expected …, got "010.0.0.1/24"`. */
export function failure(path: string, expected: string, got: unknown): CheckFailure {
  return { property: path.split(/[.[]/, 1)[0] ?? path, reason: `${path}: expected ${expected}, got ${shown(got)}` };
}

/** The most characters of a value that a reason shows. */
const SHOWN = 300;

function shown(got: unknown): string {
  if (got === undefined) return "nothing";
  const text = typeof got === "string" ? JSON.stringify(got) : inspect(got, { breakLength: Infinity });
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}… (${text.length} characters)` : text;
}
