import type * as pulumi from "@pulumi/pulumi";
import { LinuxnetResource } from "./resource";
import { type Host, hostOf } from "./host";

export interface NamespaceArgs {
  /** The machine that it is on. @default the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The name under /run/netns, see ip-netns(8). @default the resource's name */
  name?: pulumi.Input<string>;
  /** Kernel parameters of the namespace by their names in sysctl(8), such as `net.ipv4.ip_forward`. */
  sysctls?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
  /** Take over a namespace of this name that exists already, instead of failing. It is this stack's from then on: `destroy` removes it. @default false */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A network namespace with a network stack of its own, in which lo is up and nothing else exists.
 *
 * A new name replaces it, and all that lives in it; parameters change in place. A parameter that is taken out of the
 * program keeps its last value.
 *
 * @example
 * const ns0 = new linuxnet.Namespace("ns0", { sysctls: { "net.ipv4.ip_forward": "1" } });
 */
export class Namespace extends LinuxnetResource {
  /** The name under /run/netns. */
  declare readonly name: pulumi.Output<string>;
  /** The file that holds the namespace, for `nsenter --net=…`: `/run/netns/ns0`. */
  declare readonly path: pulumi.Output<string>;
  declare readonly sysctls: pulumi.Output<{ [key: string]: string } | undefined>;
  declare readonly adopt: pulumi.Output<boolean>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is its name. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Namespace {
    return new Namespace(name, {}, { ...opts, id });
  }

  constructor(name: string, args: NamespaceArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const host = hostOf(`linuxnet.Namespace ${name}`, args.host, {});
    super(
      "Namespace",
      name,
      { ...args, host, name: args.name ?? name, sysctls: args.sysctls, adopt: args.adopt, path: undefined },
      ["sysctls"],
      opts,
    );
  }
}
