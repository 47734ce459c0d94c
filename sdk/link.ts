import type * as pulumi from "@pulumi/pulumi";
import type { BridgePort } from "../provider/resources/bridge-port";
import type { Vlan } from "../provider/resources/vlans";
import { deviceName, placed } from "./placement";
import type { Device, NamespaceRef } from "./placement";

export type { BridgePort, Vlan };

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
  /**
   * The VLANs that it belongs to, and no others: of a port, which its bridge with `vlanFiltering` keeps to them, or of a
   * bridge, what the host itself sends and gets there. @default what the bridge's `vlanDefaultPvid` gives, and nobody looks at
   */
  vlans?: pulumi.Input<pulumi.Input<VlanArgs>[] | undefined>;
  /** A link that goes down loses its routes: `pulumi up --refresh` brings the program's back. @default true */
  up?: pulumi.Input<boolean>;
}

/** Some VLANs of a port, or of a bridge itself. */
export interface VlanArgs {
  /** A VLAN from 1 to 4094, or a range of them such as `"10-20"`. */
  vid: pulumi.Input<number | string>;
  /** What comes in without a tag belongs to it: one VLAN of a port at most. @default false */
  pvid?: pulumi.Input<boolean>;
  /** What goes out has no tag. @default false */
  untagged?: pulumi.Input<boolean>;
}

/** The options of a bridge's port, as ip-link(8) has them under `bridge_slave`. */
export interface BridgePortArgs {
  /** Send broadcasts out of this port. @default true */
  bcastFlood?: pulumi.Input<boolean>;
  /** The cost of this way for the spanning tree protocol, 1 to 65535. @default the kernel's, by the link's speed */
  cost?: pulumi.Input<number>;
  /** Forget at once who has left a multicast group. @default false */
  fastLeave?: pulumi.Input<boolean>;
  /** Send frames out of this port whose MAC the bridge does not know. @default true */
  flood?: pulumi.Input<boolean>;
  /** Block the port when it gets the spanning tree protocol's messages. @default false */
  guard?: pulumi.Input<boolean>;
  /** Learn from frames which MACs are behind this port. @default true */
  learning?: pulumi.Input<boolean>;
  /** Take frames from those MACs alone that are entered for this port (kernel 5.18). @default false */
  locked?: pulumi.Input<boolean>;
  /** Send multicasts out of this port that nobody has asked for. @default true */
  mcastFlood?: pulumi.Input<boolean>;
  /** Answer for neighbours whose MACs the bridge knows, in place of asking them. @default false */
  neighSuppress?: pulumi.Input<boolean>;
  /** The priority for the spanning tree protocol, 0 to 63; the lower one wins. @default 32 */
  priority?: pulumi.Input<number>;
  /** Answer ARP for those who are behind other ports. @default false */
  proxyArp?: pulumi.Input<boolean>;
  /** Never become the way to the spanning tree's root. @default false */
  rootBlock?: pulumi.Input<boolean>;
}

/** What an interface takes that may be a port of a bridge. */
export interface PortArgs extends LinkArgs {
  /** The bridge of which this is a port. Where that is a resource, its namespace is the default of `namespace`. */
  master?: pulumi.Input<Device | undefined>;
  /** Send frames back out of the port that they came in by: a published port needs it to be reached from its own target. @default true with a master, unless the other end has one, too */
  hairpin?: pulumi.Input<boolean>;
  /** Keep it from all other isolated ports of its bridge. @default false */
  isolated?: pulumi.Input<boolean>;
  /** More options of the port. @default those of a new port */
  bridgePort?: pulumi.Input<BridgePortArgs | undefined>;
}

/** The inputs of a port with its references resolved to names; `set` is the namespace of what names none. */
export function portInputs<Args extends PortArgs>(args: Args, set?: pulumi.Input<string | undefined>) {
  const namespace = placed(set, args.namespace, args.master);
  const own: Omit<Args, "namespace" | "master"> = args;
  return { ...own, namespace, master: deviceName(args.master, namespace) };
}
