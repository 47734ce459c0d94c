import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** A kind's export in pulumi-linuxnet/provider, by the last word of its Pulumi type. */
const HANDLERS = {
  Namespace: "namespace",
  VethPair: "vethPair",
  Bridge: "bridge",
  Route: "route",
  Masquerade: "masquerade",
  PortForward: "portForward",
} as const;

export type Kind = keyof typeof HANDLERS;

/** A resource of linuxnet: one object of the kernel, or a few that make sense only together. */
export abstract class LinuxnetResource extends pulumi.CustomResource {
  /** @internal */
  protected constructor(kind: Kind, name: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions = {}) {
    super(
      `pulumi-nodejs:dynamic/linuxnet:${kind}`,
      name,
      {
        // Pulumi would write the whole handler here, as code. This text is the same in every version, and short.
        __provider: `exports.handler=()=>require("pulumi-linuxnet/provider").${HANDLERS[kind]}`,
        owner: ownerOf(kind, name, opts.parent),
        ...inputs,
      },
      // The kernel's names are unique, so the old object must go first: also in `pulumi up --replace`, which does not
      // ask the provider.
      { deleteBeforeReplace: true, ...opts },
    );
  }
}

/**
 * What a resource was given, with the dependency on it. Pulumi holds an output that the state lacks, such as the
 * namespace of what lives on the host, for unknown at preview: this is known.
 */
export function confirmed<T>(resource: pulumi.Resource, input: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.all([input, resource.urn]).apply(([value]) => value as T);
}

/**
 * Whose the kernel's objects are: a hash that two programs have in common only if project, stack, kind and names are
 * the same. Never of the URN, which holds the type and so changes with what serves the resource.
 */
function ownerOf(kind: Kind, name: string, parent: pulumi.Resource | undefined): string {
  const path = [pulumi.getProject(), pulumi.getStack(), kind, ...namesOf(parent), name];
  return createHash("sha256").update(JSON.stringify(path)).digest("hex").slice(0, 12);
}

function namesOf(resource: pulumi.Resource | undefined): string[] {
  if (resource === undefined || pulumi.Resource.isInstance(resource) === false) return [];
  const { __name, __parentResource } = resource as unknown as { __name?: string; __parentResource?: pulumi.Resource };
  return [...namesOf(__parentResource), __name ?? ""];
}
