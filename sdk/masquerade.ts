import * as pulumi from "@pulumi/pulumi";
import { addressOf, familyOf } from "./address";
import { deviceName, placed } from "./placement";
import type { AddressRef, Device, NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

export interface MasqueradeArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace that routes. @default that of the interfaces, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** The network to hide: `10.0.0.0/16`. Packets between its own addresses keep their source. */
  source: pulumi.Input<string>;
  /** The interface by which packets leave. @default any */
  outInterface?: pulumi.Input<Device | undefined>;
  /** The interface by which they come in. @default any */
  inInterface?: pulumi.Input<Device | undefined>;
  /** The new source (SNAT): an address, or the resource that carries it. @default the address of the interface by which a packet leaves (MASQUERADE) */
  toSource?: pulumi.Input<AddressRef | undefined>;
  /** Forward these packets, and the answers to them, whatever the policy of FORWARD is; ip_forward is switched on. @default true */
  forward?: pulumi.Input<boolean>;
}

/**
 * Gives a private network access to what lies behind its router, as a home router does.
 *
 * Namespace replaces it, the rest changes in place. ip_forward goes back to its old value with the last resource of
 * its namespace that needs it.
 *
 * @example
 * new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", outInterface: "enp0s1", inInterface: br0 });
 */
export class Masquerade extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly source: pulumi.Output<string>;
  declare readonly outInterface: pulumi.Output<string | undefined>;
  declare readonly inInterface: pulumi.Output<string | undefined>;
  declare readonly toSource: pulumi.Output<string | undefined>;
  declare readonly forward: pulumi.Output<boolean>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/SOURCE@OUT`, without `NAMESPACE/` on the host and without `@OUT` for any interface. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Masquerade {
    return new Masquerade(name, {} as MasqueradeArgs, { ...opts, id });
  }

  constructor(name: string, args: MasqueradeArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Masquerade", name, { args, opts }, "source");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.outInterface, args.inInterface);
    const host = hostOf(
      `linuxnet.Masquerade ${name}`,
      args.host,
      { namespace: args.namespace, outInterface: args.outInterface, inInterface: args.inInterface },
      { toSource: args.toSource },
    );
    super(
      "Masquerade",
      name,
      {
        ...args,
        host,
        source: args.source,
        namespace,
        outInterface: deviceName(args.outInterface, namespace),
        inInterface: deviceName(args.inInterface, namespace),
        toSource: addressOf(args.toSource, pulumi.output(args.source).apply(familyOf)),
        forward: args.forward,
      },
      ["namespace", "outInterface", "inInterface", "toSource"],
      opts,
    );
  }
}
