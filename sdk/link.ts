import type * as pulumi from "@pulumi/pulumi";
import { deviceName, placed } from "./placement";
import type { Device, NamespaceRef } from "./placement";

/** What every interface takes that linuxnet makes. */
export interface LinkArgs {
  /** The namespace that the interface lives in. @default the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** Addresses with their prefix lengths: `["10.0.0.1/24", "fd00::1/64"]`. The first of each family is the one that the resource stands for. */
  addresses?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The MAC address. @default one that is derived from the resource, so that a replacement keeps it */
  mac?: pulumi.Input<string | undefined>;
  /** The largest packet, in bytes. @default 1500 */
  mtu?: pulumi.Input<number>;
  /** A link that goes down loses its routes: `pulumi up --refresh` brings the program's back. @default true */
  up?: pulumi.Input<boolean>;
}

/** What an interface takes that may be a port of a bridge. */
export interface PortArgs extends LinkArgs {
  /** The bridge of which this is a port. Where that is a resource, its namespace is the default of `namespace`. */
  master?: pulumi.Input<Device | undefined>;
  /** Send frames back out of the port that they came in by: a published port needs it to be reached from its own target. @default true with a master, unless the other end has one, too */
  hairpin?: pulumi.Input<boolean>;
  /** Keep it from all other isolated ports of its bridge. @default false */
  isolated?: pulumi.Input<boolean>;
}

/** The inputs of a port with its references resolved to names; `set` is the namespace of what names none. */
export function portInputs<Args extends PortArgs>(args: Args, set?: pulumi.Input<string | undefined>) {
  const namespace = placed(set, args.namespace, args.master);
  const own: Omit<Args, "namespace" | "master"> = args;
  return { ...own, namespace, master: deviceName(args.master, namespace) };
}
