import * as pulumi from "@pulumi/pulumi";
import { addressOutput } from "./address";
import type { LinkArgs, Vlan } from "./link";
import { placed } from "./placement";
import { addCarrier } from "./program";
import { settingsOf } from "./settings";
import { LinuxnetResource } from "./resource";
import { type Host, hostOf, placeOn } from "./host";

export interface BridgeArgs extends LinkArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The interface's name, 1–15 bytes. @default the resource's name */
  name?: pulumi.Input<string>;
  /**
   * The spanning tree protocol, which a loop of bridges needs. Ports that are there go on forwarding; one that joins
   * later, or is replaced, listens and learns for 30 s before it forwards. @default false
   */
  stp?: pulumi.Input<boolean>;
  /** Keep each port to its `vlans` (a kernel with CONFIG_BRIDGE_VLAN_FILTERING). @default false; of one that is taken over, what it does */
  vlanFiltering?: pulumi.Input<boolean>;
  /**
   * The VLAN that a port belongs to which names none; 0 for none. Needs `vlanFiltering`. A port that names no other than the
   * one before changes with it, until a refresh. @default 1; of one that is taken over, what it has
   */
  vlanDefaultPvid?: pulumi.Input<number>;
  /**
   * Let frames pass between the bridge's own ports whatever the policy of FORWARD is, also where br_netfilter hands
   * them to iptables: one accept per family in a chain of its own. @default true
   */
  forward?: pulumi.Input<boolean>;
  /** Take over a bridge of this name that exists already, instead of failing. It is this stack's from then on: `destroy` removes it. @default false */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A bridge: a switch in the kernel whose ports are the links that name it as `master`.
 *
 * Name and namespace replace it, the rest changes in place.
 *
 * @example
 * const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });
 */
export class Bridge extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly addresses: pulumi.Output<string[] | undefined>;
  declare readonly mac: pulumi.Output<string>;
  declare readonly mtu: pulumi.Output<number>;
  declare readonly up: pulumi.Output<boolean>;
  declare readonly stp: pulumi.Output<boolean>;
  declare readonly vlans: pulumi.Output<Vlan[] | undefined>;
  declare readonly vlanFiltering: pulumi.Output<boolean | undefined>;
  declare readonly vlanDefaultPvid: pulumi.Output<number | undefined>;
  declare readonly forward: pulumi.Output<boolean>;
  declare readonly adopt: pulumi.Output<boolean>;
  /** The first IPv4 address, without its length. */
  readonly address: pulumi.Output<string | undefined>;
  /** The first IPv6 address, without its length. */
  readonly address6: pulumi.Output<string | undefined>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/NAME`, or `NAME` on the host. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Bridge {
    return new Bridge(name, {}, { ...opts, id });
  }

  constructor(name: string, args: BridgeArgs = {}, opts?: pulumi.CustomResourceOptions) {
    const namespace = placed(settingsOf(opts).namespace, args.namespace);
    const host = hostOf(`linuxnet.Bridge ${name}`, args.host, { namespace: args.namespace });
    const { addresses, mac, mtu, up, stp, vlans, vlanFiltering, vlanDefaultPvid, forward, adopt } = args;
    const options = { stp, vlans, vlanFiltering, vlanDefaultPvid, forward };
    super(
      "Bridge",
      name,
      { ...args, host, name: args.name ?? name, namespace, addresses, mac, mtu, up, ...options, adopt },
      ["namespace", "addresses", "vlans", "vlanFiltering", "vlanDefaultPvid"],
      opts,
    );
    this.address = addressOutput(this.addresses, 4);
    this.address6 = addressOutput(this.addresses, 6);
    addCarrier({ resource: this, place: placeOn(host, namespace), addresses: pulumi.output(addresses) });
  }
}
