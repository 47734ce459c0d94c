import * as pulumi from "@pulumi/pulumi";
import { inNetwork } from "../provider/inputs/addresses";
import { firstHost } from "../provider/inputs/hosts";
import { type AttachedNetwork, attachedOf } from "./attachment";
import { deviceName, placed } from "./placement";
import type { Device, NamespaceRef } from "./placement";
import { addCarrier } from "./program";
import { LinuxnetResource, needArgs } from "./resource";
import { settingsOf } from "./settings";
import { type Host, hostOf, placeOn } from "./host";

export interface ContainerNetworkArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The network's name. @default the resource's name */
  name?: pulumi.Input<string>;
  /** The namespace that its bridge is in, and that routes for it. @default the host's own network */
  namespace?: pulumi.Input<NamespaceRef | undefined>;
  /** Its IPv4 network: `10.0.0.0/24`. */
  subnet: pulumi.Input<string>;
  /** Its IPv6 network: `fd00:1::/64`. @default none: its containers have no IPv6 */
  subnet6?: pulumi.Input<string | undefined>;
  /** The bridge's IPv4 address, which is its containers' gateway. @default the first of the subnet */
  gateway?: pulumi.Input<string>;
  /** The bridge's IPv6 address. @default the first of subnet6 */
  gateway6?: pulumi.Input<string | undefined>;
  /** The bridge's name, 1–15 bytes. @default `br-` and the network's name, or where that is too long twelve digits */
  bridge?: pulumi.Input<string>;
  /** The only interface by which its containers get out, and behind whose address they hide. @default every one but its own bridge */
  uplink?: pulumi.Input<Device | undefined>;
  /** Shut: its containers reach each other and the gateway, and nothing else. @default false */
  internal?: pulumi.Input<boolean>;
  /** Its containers reach what is outside and what others publish, but not each other. @default false */
  isolated?: pulumi.Input<boolean>;
  /** The largest packet, in bytes, of the bridge and of its containers' interfaces. @default 1500 */
  mtu?: pulumi.Input<number>;
}

/**
 * A network for containers, as `docker network create` makes it: a bridge that is their gateway, a way out behind the
 * host's address, and no way in but to what they publish; whatever the policy of FORWARD is, for IPv4 and IPv6 alike.
 *
 * Name, namespace and bridge replace it, the rest changes in place.
 *
 * @example
 * const web = new linuxnet.ContainerNetwork("web", { subnet: "10.0.0.0/24" });
 * new linuxnet.Container("c1", { network: web, publish: ["8080:80"] });
 */
export class ContainerNetwork extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly subnet: pulumi.Output<string>;
  declare readonly subnet6: pulumi.Output<string | undefined>;
  declare readonly gateway: pulumi.Output<string>;
  declare readonly gateway6: pulumi.Output<string | undefined>;
  declare readonly bridge: pulumi.Output<string>;
  declare readonly uplink: pulumi.Output<string | undefined>;
  declare readonly internal: pulumi.Output<boolean>;
  declare readonly isolated: pulumi.Output<boolean>;
  declare readonly mtu: pulumi.Output<number>;
  /** All that its containers are told of it: the `network` of their `networks` in languages other than TypeScript. */
  readonly attached: pulumi.Output<AttachedNetwork>;

  /**
   * What a ContainerNetwork made, of whichever program: it is read, and never changed. The id is `NAMESPACE/BRIDGE`, or `BRIDGE`
   * on the host; its name is the bridge's, without `br-` before it.
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ContainerNetwork {
    return new ContainerNetwork(name, {} as ContainerNetworkArgs, { ...opts, id });
  }

  constructor(name: string, args: ContainerNetworkArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("ContainerNetwork", name, { args, opts }, "subnet");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.uplink);
    const host = hostOf(`linuxnet.ContainerNetwork ${name}`, args.host, {
      namespace: args.namespace,
      uplink: args.uplink,
    });
    const { subnet, subnet6, gateway, gateway6, bridge, internal, isolated, mtu } = args;
    super(
      "ContainerNetwork",
      name,
      {
        ...{ ...args, host, name: args.name ?? name, namespace, bridge, subnet, gateway, internal, isolated, mtu },
        ...{ subnet6, uplink: deviceName(args.uplink, namespace) },
        gateway6: pulumi.all([gateway6, subnet6]).apply(([given, subnet]) => given ?? gatewayOf(subnet)),
      },
      ["namespace", "subnet6", "gateway6", "uplink"],
      opts,
    );
    this.attached = attachedOf(this);
    const addresses = pulumi
      .all([this.gateway, this.subnet, this.gateway6, this.subnet6])
      .apply(([own, subnet, own6, subnet6]) => [
        inNetwork(own, subnet),
        ...(own6 === undefined || subnet6 === undefined ? [] : [inNetwork(own6, subnet6)]),
      ]);
    addCarrier({ resource: this, place: placeOn(host, namespace), addresses });
  }
}

/** The gateway of a network by default. A wrong network is the provider's check's to refuse. */
function gatewayOf(subnet: string | undefined): string | undefined {
  try {
    return subnet === undefined ? undefined : firstHost(subnet);
  } catch {
    return undefined;
  }
}
