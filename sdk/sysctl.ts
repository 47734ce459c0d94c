import type * as pulumi from "@pulumi/pulumi";
import { placed } from "./placement";
import type { NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

export interface SysctlArgs {
  /** The machine that it is on. @default that of its namespace, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace whose parameter it is. @default the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** The parameter by its name in sysctl(8), such as `net.ipv4.ip_forward`. */
  key: pulumi.Input<string>;
  /** Its value. Of ip_forward, IPv6's `conf.all.forwarding` and route_localnet it is `1`. */
  value: pulumi.Input<string>;
}

/**
 * One kernel parameter of a namespace, or of the host.
 *
 * Once nothing declares it any more, it goes back to what it was before, unless somebody else has changed it since.
 * Namespace replaces it, the rest changes in place.
 *
 * @example
 * new linuxnet.Sysctl("forwarding", { key: "net.ipv4.ip_forward", value: "1" });
 */
export class Sysctl extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly key: pulumi.Output<string>;
  declare readonly value: pulumi.Output<string>;

  /** What stands at an id, whoever set it: it is read, and never changed. The id is `NAMESPACE/KEY`, or `KEY` on the host. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Sysctl {
    return new Sysctl(name, {} as SysctlArgs, { ...opts, id });
  }

  constructor(name: string, args: SysctlArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Sysctl", name, { args, opts }, "key", "value");
    const namespace = placed(settingsOf(opts).namespace, args.namespace);
    const host = hostOf(`linuxnet.Sysctl ${name}`, args.host, { namespace: args.namespace });
    super("Sysctl", name, { ...args, host, key: args.key, value: args.value, namespace }, ["namespace"], opts);
  }
}
