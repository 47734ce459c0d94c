import * as pulumi from "@pulumi/pulumi";
import { addressOf, familyOf } from "./address";
import { deviceName, placed, resolve } from "./placement";
import type { AddressRef, Device, NamespaceRef } from "./placement";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf } from "./host";

/** The state of a packet's connection, see conntrack in iptables-extensions(8). */
export type ConnectionState = "INVALID" | "NEW" | "RELATED" | "ESTABLISHED" | "UNTRACKED" | "SNAT" | "DNAT";

export interface FirewallRuleArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace whose packets it is for. @default that of the interfaces, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** Which packets it is for: those to the namespace itself, those that pass through it, or those from it. @default "FORWARD" */
  chain?: pulumi.Input<"INPUT" | "FORWARD" | "OUTPUT">;
  /** The version of IP. @default what the addresses or the protocol tell, else both */
  family?: pulumi.Input<4 | 6 | undefined>;
  /** Where packets come from: a network, an address, or the resource that carries it. One of both families counts by its IPv4 address, unless `family`, `protocol` or `destination` tells IPv6. @default anywhere */
  source?: pulumi.Input<AddressRef | undefined>;
  /** Where they go to. @default anywhere */
  destination?: pulumi.Input<AddressRef | undefined>;
  /** The interface by which they come in; not of OUTPUT. @default any */
  inInterface?: pulumi.Input<Device | undefined>;
  /** The interface by which they leave; not of INPUT. @default any */
  outInterface?: pulumi.Input<Device | undefined>;
  /** Their protocol. @default any */
  protocol?: pulumi.Input<"tcp" | "udp" | "sctp" | "icmp" | "icmpv6" | undefined>;
  /** The port that they come from, or a range of them: `53`, `"8000-8010"`. It needs `protocol`. @default any */
  sourcePort?: pulumi.Input<number | string | undefined>;
  /** The port that they go to, or a range of them. It needs `protocol`. @default any */
  destinationPort?: pulumi.Input<number | string | undefined>;
  /** The states of which their connection has one: `["RELATED", "ESTABLISHED"]` are answers. @default any */
  states?: pulumi.Input<pulumi.Input<ConnectionState>[] | undefined>;
  /** What becomes of them. REJECT tells their sender. */
  target: pulumi.Input<"ACCEPT" | "DROP" | "REJECT">;
  /** Its place among the firewall rules of all programs, from 0 to 999: lower first. Of two with one priority either may come first. @default 500 */
  priority?: pulumi.Input<number>;
}

/**
 * One rule of the firewall: which packets pass, whatever the policy of the chain is.
 *
 * Packets meet it before the rules of other kinds and those of anybody else, but behind those in LN-USER. It does not
 * switch forwarding on. Namespace replaces it, the rest changes in place.
 *
 * @example
 * new linuxnet.FirewallRule("out", { inInterface: br0, outInterface: "enp0s1", target: "ACCEPT" });
 */
export class FirewallRule extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly chain: pulumi.Output<"INPUT" | "FORWARD" | "OUTPUT">;
  declare readonly family: pulumi.Output<4 | 6 | undefined>;
  declare readonly source: pulumi.Output<string | undefined>;
  declare readonly destination: pulumi.Output<string | undefined>;
  declare readonly inInterface: pulumi.Output<string | undefined>;
  declare readonly outInterface: pulumi.Output<string | undefined>;
  declare readonly protocol: pulumi.Output<"tcp" | "udp" | "sctp" | "icmp" | "icmpv6" | undefined>;
  declare readonly sourcePort: pulumi.Output<number | string | undefined>;
  declare readonly destinationPort: pulumi.Output<number | string | undefined>;
  declare readonly states: pulumi.Output<ConnectionState[] | undefined>;
  declare readonly target: pulumi.Output<"ACCEPT" | "DROP" | "REJECT">;
  declare readonly priority: pulumi.Output<number>;

  /** What stands at an id, if linuxnet made it: it is read, and never changed. The id is `NAMESPACE/CHAIN@PRIORITY@RULE`, without `NAMESPACE/` on the host; the rule is in the words of `iptables -S`: `FORWARD@500@-i br0 -o enp0s1 -j ACCEPT`. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): FirewallRule {
    return new FirewallRule(name, {} as FirewallRuleArgs, { ...opts, id });
  }

  constructor(name: string, args: FirewallRuleArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("FirewallRule", name, { args, opts }, "target");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.inInterface, args.outInterface);
    const host = hostOf(`linuxnet.FirewallRule ${name}`, args.host, {
      namespace: args.namespace,
      inInterface: args.inInterface,
      outInterface: args.outInterface,
    });
    const { chain, family, protocol, sourcePort, destinationPort, states, target, priority } = args;
    super(
      "FirewallRule",
      name,
      {
        ...args,
        host,
        ...{ namespace, chain, family, protocol, sourcePort, destinationPort, states, target, priority },
        source: addressOf(args.source, familyLike(args, args.destination)),
        destination: addressOf(args.destination, familyLike(args, args.source)),
        inInterface: deviceName(args.inInterface, namespace),
        outInterface: deviceName(args.outInterface, namespace),
      },
      OPTIONALS,
      opts,
    );
  }
}

const OPTIONALS = [
  ...["namespace", "family", "source", "destination", "inInterface", "outInterface"],
  ...["protocol", "sourcePort", "destinationPort", "states"],
];

/** The family of which an address must be beside a literal one, or with a protocol that only one has. */
function familyLike(
  { family, protocol }: FirewallRuleArgs,
  other: pulumi.Input<AddressRef | undefined>,
): pulumi.Output<4 | 6 | undefined> {
  return pulumi
    .all([family, protocol, resolve(other)])
    .apply(
      ([given, protocol, it]) =>
        given ?? OF_PROTOCOL.get(protocol) ?? (it !== undefined && "literal" in it ? familyOf(it.literal) : undefined),
    );
}

const OF_PROTOCOL = new Map<string | undefined, 4 | 6>([
  ["icmp", 4],
  ["icmpv6", 6],
]);
