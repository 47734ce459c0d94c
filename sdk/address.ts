import * as pulumi from "@pulumi/pulumi";
import { type Family, withoutLength } from "../provider/inputs/addresses";
import { type AddressRef, resolve } from "./placement";

/** The family of an address or network: `"default"` has none. */
export function familyOf(text: string | undefined): Family | undefined {
  if (text === undefined || text === "default") return undefined;
  return text.includes(":") ? 6 : 4;
}

/** The first address of a list, with its length; of the family if one is named, else an IPv4 address before an IPv6 one. */
export function firstAddress(addresses: readonly string[], family?: Family): string | undefined {
  const first = (wanted: Family): string | undefined => addresses.find((address) => familyOf(address) === wanted);
  return family === undefined ? (first(4) ?? first(6)) : first(family);
}

/** The first address of a family among a link's own, without its length. */
export function addressOutput(
  addresses: pulumi.Output<string[] | undefined>,
  family: Family,
): pulumi.Output<string | undefined> {
  return addresses.apply((all) => firstWithoutLength(all ?? [], family));
}

/**
 * The address that a reference means, without its length. A resource that has none goes to the provider's check as what
 * it is, which refuses it and says so.
 */
export function addressOf(
  reference: pulumi.Input<AddressRef | undefined>,
  family: pulumi.Input<Family | undefined>,
): pulumi.Output<string | undefined> {
  return pulumi.all([resolve(reference), family]).apply(([it, family]) => {
    if (it === undefined || "literal" in it) return it?.literal;
    return firstWithoutLength(it.addresses, family) ?? ({ addressless: it.name, family } as unknown as string);
  });
}

function firstWithoutLength(addresses: readonly string[], family?: Family): string | undefined {
  const first = firstAddress(addresses, family);
  return first === undefined ? undefined : withoutLength(first);
}
