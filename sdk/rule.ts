import type * as pulumi from "@pulumi/pulumi";
import { deviceName, placed } from "./placement";
import type { Device, NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

export interface RuleArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace whose packets it is for. @default that of the interfaces, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** Its place among the rules: lower first. The table main is looked up at 32766. No other rule of linuxnet's may have it there. */
  priority: pulumi.Input<number>;
  /** The version of IP. @default what `from` and `to` tell, else 4 */
  family?: pulumi.Input<4 | 6 | undefined>;
  /** Where packets come from: a network or an address, such as `10.0.1.0/24`. @default anywhere */
  from?: pulumi.Input<string | undefined>;
  /** Where they go to. @default anywhere */
  to?: pulumi.Input<string | undefined>;
  /** The interface by which they came in; `lo` means those that this machine sends. @default any */
  inInterface?: pulumi.Input<Device | undefined>;
  /** The interface that the socket which sends them is bound to. @default any */
  outInterface?: pulumi.Input<Device | undefined>;
  /** Their mark, and those bits of it that count: `0x1`, `"0x1/0xff"`. @default any */
  fwmark?: pulumi.Input<number | string | undefined>;
  /** What becomes of them, see ip-rule(8): their route is looked up in `table`, or they have none. @default "lookup" */
  type?: pulumi.Input<"lookup" | "blackhole" | "unreachable" | "prohibit">;
  /** The routing table: `"main"` or a number. @default "main" for type lookup */
  table?: pulumi.Input<number | string | undefined>;
  /** Take no route of the table whose prefix is as short as this, or shorter: 0 passes default routes over. @default none is passed over */
  suppressPrefixLength?: pulumi.Input<number | undefined>;
}

/**
 * A rule of policy routing: which routing table decides about which packets, `ip rule add`.
 *
 * The kernel keeps no owner with a rule: of two stacks that declare the very same one, the first destroy removes it.
 * Rules of others stand beside it, also with its priority.
 *
 * Namespace, priority and family replace it; the rest changes in place, and packets have the old rule until the new one
 * stands. Only where `from` or `to` alone is taken out, the old one goes some milliseconds before.
 *
 * @example
 * new linuxnet.Rule("office", { namespace: router, priority: 100, from: "10.0.1.0/24", table: 100 });
 */
export class Rule extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly priority: pulumi.Output<number>;
  declare readonly family: pulumi.Output<4 | 6>;
  declare readonly from: pulumi.Output<string | undefined>;
  declare readonly to: pulumi.Output<string | undefined>;
  declare readonly inInterface: pulumi.Output<string | undefined>;
  declare readonly outInterface: pulumi.Output<string | undefined>;
  declare readonly fwmark: pulumi.Output<string | undefined>;
  declare readonly type: pulumi.Output<"lookup" | "blackhole" | "unreachable" | "prohibit">;
  declare readonly table: pulumi.Output<string | undefined>;
  declare readonly suppressPrefixLength: pulumi.Output<number | undefined>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/PRIORITY`, or `PRIORITY` on the host, and `@inet6` behind it for IPv6. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Rule {
    return new Rule(name, {} as RuleArgs, { ...opts, id });
  }

  constructor(name: string, args: RuleArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Rule", name, { args, opts }, "priority");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.inInterface, args.outInterface);
    const host = hostOf(`linuxnet.Rule ${name}`, args.host, {
      namespace: args.namespace,
      inInterface: args.inInterface,
      outInterface: args.outInterface,
    });
    const { priority, family, from, to, fwmark, type, table, suppressPrefixLength } = args;
    super(
      "Rule",
      name,
      {
        ...args,
        host,
        ...{ namespace, priority, family, from, to, fwmark, type, table, suppressPrefixLength },
        inInterface: deviceName(args.inInterface, namespace),
        outInterface: deviceName(args.outInterface, namespace),
      },
      ["namespace", "from", "to", "inInterface", "outInterface", "fwmark", "suppressPrefixLength"],
      opts,
    );
  }
}
