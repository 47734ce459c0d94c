import * as pulumi from "@pulumi/pulumi";
import { addressOf, familyOf } from "./address";
import { deviceName, placed, resolve } from "./placement";
import type { AddressRef, Device, NamespaceRef } from "./placement";
import { afterCarriers } from "./program";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf, placeOn } from "./host";

export interface RouteArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The namespace whose routing table gets the route. @default that of `device`, else the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** `"default"`, or a network such as `10.1.0.0/16`. */
  destination: pulumi.Input<string>;
  /** The next router: an address, or the resource that carries it. */
  gateway?: pulumi.Input<AddressRef | undefined>;
  /** The interface that leads there. @default the kernel's choice, by the gateway */
  device?: pulumi.Input<Device | undefined>;
  /** The source address of packets that this machine sends along the route: an address, or the resource that carries it. */
  source?: pulumi.Input<AddressRef | undefined>;
  /** Among routes to one destination the lowest metric wins. @default 0, for IPv6 1024 */
  metric?: pulumi.Input<number>;
  /** The routing table: `"main"` or a number. @default "main" */
  table?: pulumi.Input<string | number>;
  /** The gateway is behind `device` though no address of it says so. @default false */
  onlink?: pulumi.Input<boolean>;
  /** What becomes of the packets, see ip-route(8). @default "unicast" */
  type?: pulumi.Input<"unicast" | "blackhole" | "unreachable" | "prohibit">;
  /**
   * Take over a route of equal destination, metric and table that exists already, instead of failing. It is this stack's
   * from then on: `destroy` removes it, and nothing brings the old one back. @default false
   */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A route: `ip route add DESTINATION via GATEWAY dev DEVICE`.
 *
 * The kernel keeps no owner with a route: of two stacks that declare the very same one, the first destroy removes it.
 *
 * Namespace, destination and table replace it, the rest changes in place. It is made after the program's own
 * interfaces in its namespace whose networks contain the gateway, and again with them.
 *
 * @example
 * new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0 });
 */
export class Route extends LinuxnetResource {
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly destination: pulumi.Output<string>;
  declare readonly gateway: pulumi.Output<string | undefined>;
  declare readonly device: pulumi.Output<string | undefined>;
  declare readonly source: pulumi.Output<string | undefined>;
  declare readonly metric: pulumi.Output<number>;
  declare readonly table: pulumi.Output<string>;
  declare readonly onlink: pulumi.Output<boolean>;
  declare readonly type: pulumi.Output<"unicast" | "blackhole" | "unreachable" | "prohibit">;
  declare readonly adopt: pulumi.Output<boolean>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/DESTINATION@METRIC@TABLE`, of which only the destination must be there. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Route {
    return new Route(name, {} as RouteArgs, { ...opts, id });
  }

  constructor(name: string, args: RouteArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Route", name, { args, opts }, "destination");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.device);
    const host = hostOf(
      `linuxnet.Route ${name}`,
      args.host,
      { namespace: args.namespace, device: args.device },
      { gateway: args.gateway },
    );
    const place = placeOn(host, namespace);
    const literal = pulumi
      .all([pulumi.output(args.destination), resolve(args.gateway), resolve(args.source)])
      .apply(([destination, ...refs]) =>
        familyOf(
          [destination, ...refs.map((it) => (it && "literal" in it ? it.literal : undefined))].find((it) =>
            familyOf(it),
          ),
        ),
      );
    const { metric, table, onlink, type, adopt } = args;
    super(
      "Route",
      name,
      {
        ...args,
        host,
        destination: args.destination,
        ...{ namespace, metric, table, onlink, type, adopt },
        gateway: afterCarriers(addressOf(args.gateway, literal), place),
        device: deviceName(args.device, namespace),
        source: afterCarriers(addressOf(args.source, literal), place),
      },
      ["namespace", "gateway", "device", "source"],
      opts,
    );
  }
}
