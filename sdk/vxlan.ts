import * as pulumi from "@pulumi/pulumi";
import type { VxlanEntry } from "../provider/resources/vxlan-fdb";
import { addressOf, addressOutput } from "./address";
import type { BridgePort, PortArgs, Vlan } from "./link";
import { deviceName, placed } from "./placement";
import type { AddressRef, Device } from "./placement";
import { addCarrier } from "./program";
import { settingsOf } from "./settings";
import { type Host, hostOf, placeOn } from "./host";
import { LinuxnetResource, needArgs } from "./resource";

export type { VxlanEntry };

/** A MAC that is known to be behind a host. */
export interface VxlanEntryArgs {
  /** The MAC, a unicast one. */
  mac: pulumi.Input<string>;
  /** The address of the host behind which it is. */
  remote: pulumi.Input<string>;
}

export interface VxlanArgs extends PortArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The interface's name, 1–15 bytes. @default the resource's name */
  name?: pulumi.Input<string>;
  /**
   * The VXLAN network identifier, 1 to 16777215, which all ends of one network have; ip-link(8) calls it id. A network
   * stack has one interface of a number and a port.
   */
  vni: pulumi.Input<number>;
  /** The address from which this host sends, and at which the others reach it: an address, or the resource that carries it. */
  local: pulumi.Input<AddressRef>;
  /**
   * The hosts to which frames go that are for all, or for a MAC that is not known: addresses of the family of `local`, and
   * no others. @default whatever is there, and nobody looks at, as where a control plane keeps them
   */
  remotes?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The hosts behind which known MACs are, and no others that are static: frames to them are not flooded. What is learned,
   * or taught by a control plane, is left alone. @default whatever is there, and nobody looks at
   */
  entries?: pulumi.Input<pulumi.Input<VxlanEntryArgs>[] | undefined>;
  /** The port of UDP at which all ends get the frames. @default 4789 */
  port?: pulumi.Input<number>;
  /**
   * The interface by which the frames go to the other hosts; the kernel removes this one with it.
   *
   * @default the one to which the routes lead
   */
  device?: pulumi.Input<Device | undefined>;
  /** Learn from frames behind which host a MAC is. @default true */
  learning?: pulumi.Input<boolean>;
  /**
   * The largest packet, in bytes: what the way to the other hosts takes, less 50 bytes, or 70 over IPv6. Of `device` the
   * kernel takes no more.
   *
   * @default what fits into 1500: 1450, or 1430 where `local` is an IPv6 address
   */
  mtu?: pulumi.Input<number>;
  /** Send frames back out of the port that they came in by, of a port of a bridge. @default false */
  hairpin?: pulumi.Input<boolean>;
  /**
   * Take over a VXLAN interface of this name, number and port that exists already, instead of failing. It is this stack's
   * from then on: `destroy` removes it. @default false
   */
  adopt?: pulumi.Input<boolean>;
}

/**
 * A VXLAN interface: what goes into it comes out of those of the same number on other hosts, `ip link add … type vxlan`. As
 * the port of a bridge on each host it makes one network of them.
 *
 * Name, namespace, number and port replace it, and so do a `local` of the other family and a `device` that is taken out;
 * the rest changes in place. A static entry of its forwarding database that the program does not declare is drift, and
 * `up` removes it: entries have no mark, but the interface is the program's own. Of a `remotes` or `entries` that is not
 * given, nobody looks at the entries.
 *
 * @example
 * new linuxnet.Vxlan("vx0", { vni: 42, local: "192.0.2.1", remotes: ["192.0.2.2"], master: br0 });
 */
export class Vxlan extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly addresses: pulumi.Output<string[] | undefined>;
  declare readonly vni: pulumi.Output<number>;
  declare readonly local: pulumi.Output<string>;
  declare readonly remotes: pulumi.Output<string[] | undefined>;
  declare readonly entries: pulumi.Output<VxlanEntry[] | undefined>;
  declare readonly port: pulumi.Output<number>;
  declare readonly device: pulumi.Output<string | undefined>;
  declare readonly learning: pulumi.Output<boolean>;
  declare readonly master: pulumi.Output<string | undefined>;
  declare readonly mac: pulumi.Output<string>;
  declare readonly mtu: pulumi.Output<number>;
  declare readonly up: pulumi.Output<boolean>;
  declare readonly hairpin: pulumi.Output<boolean>;
  declare readonly isolated: pulumi.Output<boolean>;
  declare readonly vlans: pulumi.Output<Vlan[] | undefined>;
  declare readonly bridgePort: pulumi.Output<BridgePort | undefined>;
  declare readonly adopt: pulumi.Output<boolean>;
  /** The first IPv4 address, without its length. */
  readonly address: pulumi.Output<string | undefined>;
  /** The first IPv6 address, without its length. */
  readonly address6: pulumi.Output<string | undefined>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is `NAMESPACE/NAME`, or `NAME` on the host. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Vxlan {
    return new Vxlan(name, {} as VxlanArgs, { ...opts, id });
  }

  constructor(name: string, args: VxlanArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("Vxlan", name, { args, opts }, "vni", "local");
    const namespace = placed(settingsOf(opts).namespace, args.namespace, args.master, args.device);
    const { master, device } = args;
    const places = { namespace: args.namespace, master, device };
    const host = hostOf(`linuxnet.Vxlan ${name}`, args.host, places, { local: args.local });
    const { addresses, mac, mtu, up, hairpin, isolated, vlans, bridgePort, adopt } = args;
    const { vni, remotes, entries, port, learning } = args;
    super(
      "Vxlan",
      name,
      {
        ...args,
        ...{ host, namespace },
        ...{ name: args.name ?? name, addresses, mac, mtu, up, hairpin, isolated, vlans, bridgePort, adopt },
        ...{ vni, remotes, entries, port, learning },
        local: addressOf(args.local, undefined),
        master: deviceName(master, namespace),
        device: deviceName(device, namespace),
      },
      ["namespace", "addresses", "master", "device", "remotes", "entries", "vlans", "bridgePort"],
      opts,
    );
    this.address = addressOutput(this.addresses, 4);
    this.address6 = addressOutput(this.addresses, 6);
    addCarrier({ resource: this, place: placeOn(host, namespace), addresses: pulumi.output(addresses) });
  }
}
