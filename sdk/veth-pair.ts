import * as pulumi from "@pulumi/pulumi";
import { addressOutput, portInputs } from "./link";
import type { PortArgs } from "./link";
import { firstAddress, withoutLength } from "./placement";
import { addCarrier } from "./program";
import { confirmed, LinuxnetResource } from "./resource";

export interface VethPeerArgs extends PortArgs {
  /** The interface's name, 1–15 bytes. */
  name: pulumi.Input<string>;
}

export interface VethPairArgs extends PortArgs {
  /** The first end's name, 1–15 bytes. @default the resource's name */
  name?: pulumi.Input<string>;
  /** The other end. */
  peer: pulumi.Input<VethPeerArgs>;
  /** Take over a pair of these names that exists already, instead of failing. @default false */
  adopt?: pulumi.Input<boolean>;
}

/** The other end of a pair, as it stands. */
export interface VethPeer {
  name: string;
  namespace?: string;
  addresses?: string[];
  master?: string;
  mac: string;
  mtu: number;
  up: boolean;
  hairpin: boolean;
  isolated: boolean;
  /** The first IPv4 address, without its length. */
  address?: string;
  /** The first IPv6 address, without its length. */
  address6?: string;
}

/**
 * A cable with two ends, each in a namespace of its own: `ip link add NAME type veth peer name PEER`.
 *
 * Names and namespaces replace the pair, the rest changes in place.
 *
 * @example
 * new linuxnet.VethPair("veth0", { master: br0, peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] } });
 */
export class VethPair extends LinuxnetResource {
  declare readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string | undefined>;
  readonly addresses: pulumi.Output<string[] | undefined>;
  declare readonly master: pulumi.Output<string | undefined>;
  declare readonly mac: pulumi.Output<string>;
  declare readonly mtu: pulumi.Output<number>;
  declare readonly up: pulumi.Output<boolean>;
  declare readonly hairpin: pulumi.Output<boolean>;
  declare readonly isolated: pulumi.Output<boolean>;
  declare readonly adopt: pulumi.Output<boolean>;
  /** The other end; as a `Device`, it means that interface. */
  declare readonly peer: pulumi.Output<VethPeer>;
  /** The first IPv4 address of the first end, without its length. */
  readonly address: pulumi.Output<string | undefined>;
  /** The first IPv6 address of the first end, without its length. */
  readonly address6: pulumi.Output<string | undefined>;

  constructor(name: string, args: VethPairArgs, opts?: pulumi.CustomResourceOptions) {
    const own = portInputs(args);
    const peer = peerInputs(args.peer);
    const { addresses, mac, mtu, up, hairpin, isolated, adopt } = args;
    super(
      "VethPair",
      name,
      { ...own, name: args.name ?? name, addresses, mac, mtu, up, hairpin, isolated, adopt, peer },
      opts,
    );
    this.namespace = confirmed(this, own.namespace);
    this.addresses = confirmed(this, pulumi.output(addresses));
    this.address = addressOutput(this.addresses, 4);
    this.address6 = addressOutput(this.addresses, 6);
    this.peer = this.peer.apply((end) => ({
      ...end,
      address: withoutLength(firstAddress(end.addresses ?? [], 4)),
      address6: withoutLength(firstAddress(end.addresses ?? [], 6)),
    }));
    addCarrier({ resource: this, namespace: own.namespace, addresses: pulumi.output(addresses) });
    addCarrier({
      resource: this,
      namespace: pulumi.output(peer).apply((end) => end.namespace),
      addresses: pulumi.output(peer).apply((end) => end.addresses),
    });
  }
}

type PeerInputs = ReturnType<typeof portInputs<VethPeerArgs>>;

/** A peer that is given as an object stays one, so that at preview only its unknown parts are unknown. */
function peerInputs(peer: pulumi.Input<VethPeerArgs>): PeerInputs | pulumi.Output<PeerInputs> {
  if (pulumi.Output.isInstance(peer) || peer instanceof Promise) {
    return pulumi.output(peer).apply((end) => portInputs(end as VethPeerArgs));
  }
  return portInputs(peer);
}
