import { type Checked, checkInputs } from "../check";
import { type Fields, optional } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { flag, oneOf } from "../inputs/values";
import type { Properties } from "../properties";

/** What a program says of the provider as a whole: in the stack's configuration, or in a `Provider` of its own. */
export interface Configuration {
  /** The namespace of what names none. */
  namespace?: string;
  readOnly: boolean;
  strict: boolean;
  mode?: "dynamic" | "plugin";
}

const fields: Fields<Configuration> = {
  namespace: optional(namespaceName),
  readOnly: optional(flag, false),
  strict: optional(flag, false),
  mode: optional(oneOf("dynamic", "plugin")),
};

/** Checks it. The values of a stack's configuration are texts. */
export function checkConfiguration(given: Properties): Checked<Configuration> {
  const { version: _version, ...own } = given;
  return checkInputs({ fields }, fromTexts(own));
}

function fromTexts(given: Properties): Properties {
  const values: Record<string, unknown> = { true: true, false: false };
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, typeof value === "string" ? (values[value] ?? value) : value]),
  );
}
