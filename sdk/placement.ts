import * as pulumi from "@pulumi/pulumi";
import type { Bridge } from "./bridge";
import type { Namespace } from "./namespace";
import type { VethPair } from "./veth-pair";

/** Where an object lives: a namespace, or the name of one. */
export type NamespaceRef = Namespace | string;

/** An interface: the resource that makes it, or its name. A `VethPair` means its first end. */
export type Device = Bridge | VethPair | VethPair["peer"] | string;

/** An address: literal, or the first one of the resource that carries it. */
export type AddressRef = Bridge | VethPair | VethPair["peer"] | string;

/** What stands behind a `Device` or an `AddressRef` that is no text. */
interface Carrier {
  name: pulumi.Input<string>;
  namespace?: pulumi.Input<string | undefined>;
  addresses?: pulumi.Input<string[] | undefined>;
}

/** A reference that is resolved: a literal's text, or what its resource says. */
type Resolved = { literal: string } | { name: string; namespace?: string; addresses: string[] } | undefined;

export function resolve(reference: pulumi.Input<Device | AddressRef> | undefined): pulumi.Output<Resolved> {
  return pulumi.output(reference as pulumi.Input<Carrier | string> | undefined).apply((it): pulumi.Output<Resolved> => {
    if (it === undefined) return pulumi.output(undefined);
    if (typeof it === "string") return pulumi.output({ literal: it });
    const { name, namespace, addresses } = it as Carrier;
    return pulumi.all([name, namespace, addresses]).apply(([name, namespace, addresses]) => ({
      name,
      addresses: addresses ?? [],
      ...(namespace === undefined ? {} : { namespace }),
    }));
  });
}

/** The namespace of an object: the one that is named, or that of the first of its devices which is a resource. */
export function placed(
  namespace: pulumi.Input<NamespaceRef> | undefined,
  ...devices: (pulumi.Input<Device> | undefined)[]
): pulumi.Output<string | undefined> {
  if (namespace !== undefined) return nameOf(namespace);
  return pulumi.all(devices.map(resolve)).apply((all) => {
    for (const it of all) if (it !== undefined && "name" in it) return it.namespace;
    return undefined;
  });
}

function nameOf(namespace: pulumi.Input<NamespaceRef>): pulumi.Output<string> {
  return pulumi
    .output(namespace as pulumi.Input<{ name: pulumi.Input<string> } | string>)
    .apply<string>((it) => (typeof it === "string" ? it : it.name));
}

/**
 * The name of a device. One that lives in another namespace than the object goes to the provider's check as what it is,
 * which refuses it and says so.
 */
export function deviceName(
  device: pulumi.Input<Device> | undefined,
  namespace: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  if (device === undefined) return pulumi.output(undefined);
  return pulumi.all([resolve(device), namespace]).apply(([it, wanted]) => {
    if (it === undefined || "literal" in it) return it?.literal;
    if (it.namespace === wanted) return it.name;
    return { name: it.name, namespace: it.namespace, wanted } as unknown as string;
  });
}

/** The family of an address or network: `"default"` has none. */
export function familyOf(text: string | undefined): 4 | 6 | undefined {
  if (text === undefined || text === "default") return undefined;
  return text.includes(":") ? 6 : 4;
}

/** The first address of a list, with its length; of the family if one is named, else an IPv4 address before an IPv6 one. */
export function firstAddress(addresses: readonly string[], family?: 4 | 6): string | undefined {
  const first = (wanted: 4 | 6): string | undefined => addresses.find((address) => familyOf(address) === wanted);
  return family === undefined ? (first(4) ?? first(6)) : first(family);
}

export function withoutLength(address: string | undefined): string | undefined {
  return address?.split("/", 1)[0];
}

/** The address that a reference means, without its length. */
export function addressOf(
  reference: pulumi.Input<AddressRef> | undefined,
  family: pulumi.Input<4 | 6 | undefined>,
): pulumi.Output<string | undefined> {
  if (reference === undefined) return pulumi.output(undefined);
  return pulumi
    .all([resolve(reference), family])
    .apply(([it, family]) =>
      it === undefined || "literal" in it ? it?.literal : withoutLength(firstAddress(it.addresses, family)),
    );
}
