import * as pulumi from "@pulumi/pulumi";
import { isAbsent, isPromised } from "./given";
import type { Bridge } from "./bridge";
import type { Container } from "./container";
import type { Namespace } from "./namespace";
import type { VethPair } from "./veth-pair";
import type { Vxlan } from "./vxlan";

/** Where an object lives: a namespace, that of a container, or the name of one. */
export type NamespaceRef = Namespace | Container | string;

/** An interface: the resource that makes it, or its name. A `VethPair` means its first end. */
export type Device = Bridge | VethPair | VethPair["peer"] | Vxlan | string;

/** An address: literal, or the first one of the resource that carries it. */
export type AddressRef = Bridge | VethPair | VethPair["peer"] | Vxlan | Container | string;

/** What stands behind a `Device` or an `AddressRef` that is no text. */
interface Carrier {
  name: pulumi.Input<string>;
  namespace: pulumi.Input<string | undefined>;
  addresses: pulumi.Input<string[] | undefined>;
}

/** What stands behind a `NamespaceRef` that is no text: a container in Docker's mode "host" has no namespace of its own. */
type Place = { name: pulumi.Input<string> } | { namespace: pulumi.Input<string | undefined> };

/** A reference that is resolved: a literal's text, or what its resource says. */
type Resolved = { literal: string } | { name: string; namespace: string | undefined; addresses: string[] } | undefined;

export function resolve(reference: pulumi.Input<Device | AddressRef | undefined>): pulumi.Output<Resolved> {
  // Of a peer at preview some outputs are known and some are not: an Output of it would be unknown as a whole.
  if (isPeer(reference)) return resolveCarrier(reference);
  return pulumi.output(reference as pulumi.Input<Carrier | string | undefined>).apply((it): pulumi.Output<Resolved> => {
    if (isAbsent(it)) return pulumi.output(undefined);
    return typeof it === "string" ? pulumi.output({ literal: it }) : resolveCarrier(it);
  });
}

function isPeer(reference: unknown): reference is Carrier {
  if (typeof reference !== "object" || reference === null) return false;
  return !isPromised(reference) && !pulumi.Resource.isInstance(reference);
}

function resolveCarrier({ name, namespace, addresses }: Carrier): pulumi.Output<Resolved> {
  return pulumi
    .all([name, namespace, addresses])
    .apply(([name, namespace, addresses]) => ({ name, namespace, addresses: addresses ?? [] }));
}

/**
 * The namespace of an object: the one that is named, or that of the first of its devices which is a resource, or the one
 * that is set for all.
 */
export function placed(
  set: pulumi.Input<string | undefined>,
  namespace: pulumi.Input<NamespaceRef | undefined>,
  ...devices: pulumi.Input<Device | undefined>[]
): pulumi.Output<string | undefined> {
  const ofDevices = (): pulumi.Output<string | undefined> =>
    pulumi.all([set, pulumi.all(devices.map(resolve))]).apply(([set, all]) => {
      for (const it of all) if (it !== undefined && "name" in it) return it.namespace ?? set;
      return set;
    });
  if (isAbsent(namespace)) return ofDevices();
  return pulumi
    .output(namespace as pulumi.Input<Place | string | undefined>)
    .apply((it): pulumi.Output<string | undefined> => {
      if (isAbsent(it)) return ofDevices();
      if (typeof it === "string") return pulumi.output(it);
      return pulumi.output("namespace" in it ? it.namespace : it.name);
    });
}

/**
 * The name of a device. One that lives in another namespace than the object goes to the provider's check as what it is,
 * which refuses it and says so.
 */
export function deviceName(
  device: pulumi.Input<Device | undefined>,
  namespace: pulumi.Output<string | undefined>,
): pulumi.Output<string | undefined> {
  return pulumi.all([resolve(device), namespace]).apply(([it, wanted]) => {
    if (it === undefined || "literal" in it) return it?.literal;
    if (it.namespace === wanted) return it.name;
    return { name: it.name, namespace: it.namespace, wanted } as unknown as string;
  });
}
