import { address } from "./addresses";
import type { Check } from "./check";

/** An address, with or without a port. */
export interface Endpoint {
  address: string;
  port: number | undefined;
}

/** Reads `10.0.0.2`, `10.0.0.2:80`, `fd00::2` or `[fd00::2]:80`; undefined for any other text. */
export function endpointOf(text: string): Endpoint | undefined {
  const [, bracketed, v4, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? v4 ?? text;
  const known = address(host, "", () => undefined);
  const port = digits === undefined ? undefined : Number(digits);
  if (known === undefined || port === 0 || (port ?? 1) > 65535 || (bracketed !== undefined && !known.includes(":"))) {
    return undefined;
  }
  return { address: known, port };
}

export function endpointText({ address, port }: Endpoint): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Canonical text. */
export const endpoint: Check<string> = (value, path, refuse) => {
  const known = typeof value === "string" ? endpointOf(value) : undefined;
  return known
    ? endpointText(known)
    : refuse(path, "an address, such as 10.0.0.2, or one with a port, such as 10.0.0.2:80 or [fd00::2]:80", value);
};
