import { type Checked, checkInputs } from "../check";
import { type Fields, optional } from "../inputs/check";
import { namespaceName } from "../inputs/names";
import { flag, integer, oneOf } from "../inputs/values";
import type { Settings } from "../host/settings";
import type { Properties } from "../properties";

/** What a program says of the provider as a whole: in the stack's configuration, or in a `Provider` of its own. */
export interface Configuration extends Settings {
  /** The namespace of what names none. */
  namespace?: string;
  readOnly: boolean;
  /** Heeded by the SDK, which looks at the program. */
  strict: boolean;
  mode?: "dynamic" | "plugin";
}

const fields: Fields<Configuration> = {
  namespace: optional(namespaceName),
  iptables: optional(oneOf("nft", "legacy")),
  lockTimeout: optional(integer(1, 60, "a time in seconds")),
  readOnly: optional(flag, false),
  strict: optional(flag, false),
  mode: optional(oneOf("dynamic", "plugin")),
};

/** The names of all settings. */
export const SETTINGS = Object.keys(fields);

/** Checks it. The values of a stack's configuration are texts. */
export function checkConfiguration(given: Properties): Checked<Configuration> {
  const { version: _version, ...own } = given;
  return checkInputs({ fields }, fromTexts(own));
}

function fromTexts(given: Properties): Properties {
  const { readOnly, strict, lockTimeout, ...rest } = given;
  const values: Properties = { readOnly: flagOf(readOnly), strict: flagOf(strict), lockTimeout: numberOf(lockTimeout) };
  return { ...rest, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) };
}

function flagOf(value: unknown): unknown {
  return value === "true" || value === "false" ? value === "true" : value;
}

function numberOf(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}
