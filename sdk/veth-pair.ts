import * as pulumi from "@pulumi/pulumi";
import { addressOutput } from "./address";
import { portInputs } from "./link";
import type { BridgePort, PortArgs, Vlan } from "./link";
import { addCarrier } from "./program";
import { settingsOf } from "./settings";
import { LinuxnetResource, needArgs } from "./resource";
import { type Host, hostOf, placeOn } from "./host";

export interface VethPeerArgs extends PortArgs {
  /** The interface's name, 1–15 bytes. */
  name: pulumi.Input<string>;
}

export interface VethPairArgs extends PortArgs {
  /** The machine that it is on. @default that of what it refers to, else the program's own */
  host?: pulumi.Input<Host | undefined>;
  /** The first end's name, 1–15 bytes. @default the resource's name */
  name?: pulumi.Input<string>;
  /** The other end. */
  peer: pulumi.Input<VethPeerArgs>;
  /** Take over a pair of these names that exists already, instead of failing. It is this stack's from then on: `destroy` removes it. @default false */
  adopt?: pulumi.Input<boolean>;
}

/** The other end of a pair; as a `Device` or an `AddressRef`, it means that interface. */
export interface VethPeer {
  readonly name: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string | undefined>;
  readonly addresses: pulumi.Output<string[] | undefined>;
  readonly master: pulumi.Output<string | undefined>;
  readonly mac: pulumi.Output<string>;
  readonly mtu: pulumi.Output<number>;
  readonly up: pulumi.Output<boolean>;
  readonly hairpin: pulumi.Output<boolean>;
  readonly isolated: pulumi.Output<boolean>;
  readonly vlans: pulumi.Output<Vlan[] | undefined>;
  readonly bridgePort: pulumi.Output<BridgePort | undefined>;
  /** The first IPv4 address, without its length. */
  readonly address: pulumi.Output<string | undefined>;
  /** The first IPv6 address, without its length. */
  readonly address6: pulumi.Output<string | undefined>;
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
  declare readonly namespace: pulumi.Output<string | undefined>;
  declare readonly addresses: pulumi.Output<string[] | undefined>;
  declare readonly master: pulumi.Output<string | undefined>;
  declare readonly mac: pulumi.Output<string>;
  declare readonly mtu: pulumi.Output<number>;
  declare readonly up: pulumi.Output<boolean>;
  declare readonly hairpin: pulumi.Output<boolean>;
  declare readonly isolated: pulumi.Output<boolean>;
  declare readonly vlans: pulumi.Output<Vlan[] | undefined>;
  declare readonly bridgePort: pulumi.Output<BridgePort | undefined>;
  declare readonly adopt: pulumi.Output<boolean>;
  /** The other end. */
  readonly peer: VethPeer;
  /** The first IPv4 address of the first end, without its length. */
  readonly address: pulumi.Output<string | undefined>;
  /** The first IPv6 address of the first end, without its length. */
  readonly address6: pulumi.Output<string | undefined>;

  /** What stands at an id, whoever made it: it is read, and never changed. The id is that of its first end: `NAMESPACE/NAME`, or `NAME` on the host. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): VethPair {
    return new VethPair(name, {} as VethPairArgs, { ...opts, id });
  }

  constructor(name: string, args: VethPairArgs, opts?: pulumi.CustomResourceOptions) {
    needArgs("VethPair", name, { args, opts }, "peer");
    const own = portInputs(args, settingsOf(opts).namespace);
    const host = hostOf(`linuxnet.VethPair ${name}`, args.host, tellersOf(args));
    const peer = opts?.id === undefined ? peerInputs(args.peer) : undefined;
    const { addresses, mac, mtu, up, hairpin, isolated, vlans, bridgePort, adopt } = args;
    const port = { hairpin, isolated, vlans, bridgePort };
    super(
      "VethPair",
      name,
      { ...own, host, name: args.name ?? name, addresses, mac, ownMac: undefined, mtu, up, ...port, adopt, peer },
      ["namespace", "addresses", "master", "vlans", "bridgePort"],
      opts,
    );
    this.address = addressOutput(this.addresses, 4);
    this.address6 = addressOutput(this.addresses, 6);
    this.peer = { ...peerOutputs(this as unknown as PairState), ...{ machine: host } };
    addCarrier({ resource: this, place: placeOn(host, own.namespace), addresses: pulumi.output(addresses) });
    addCarrier({
      resource: this,
      place: placeOn(
        host,
        pulumi.output(peer).apply((end) => end?.namespace),
      ),
      addresses: pulumi.output(peer).apply((end) => end?.addresses),
    });
  }
}

/** What tells the machine that both ends are on. */
function tellersOf({ namespace, master, peer }: VethPairArgs): Record<string, unknown> {
  const end = (property: "namespace" | "master"): unknown => {
    if (!pulumi.Output.isInstance(peer) && !(peer instanceof Promise))
      return (peer as VethPeerArgs | undefined)?.[property];
    return pulumi.output(peer).apply((it) => (it as Partial<Record<typeof property, unknown>> | undefined)?.[property]);
  };
  return { namespace, master, "peer.namespace": end("namespace"), "peer.master": end("master") };
}

interface PairState {
  peer: pulumi.Output<{ [Key in keyof VethPeer]: pulumi.Unwrap<VethPeer[Key]> }>;
  /** Unknown until the pair is made. */
  ownMac: pulumi.Output<string>;
}

function peerOutputs({ peer, ownMac }: PairState): VethPeer {
  const addresses = peer.apply((end) => end.addresses);
  return {
    name: peer.apply((end) => end.name),
    namespace: peer.apply((end) => end.namespace),
    addresses,
    master: peer.apply((end) => end.master),
    mac: pulumi.all([peer, ownMac]).apply(([end]) => end.mac),
    mtu: peer.apply((end) => end.mtu),
    up: peer.apply((end) => end.up),
    hairpin: peer.apply((end) => end.hairpin),
    isolated: peer.apply((end) => end.isolated),
    vlans: peer.apply((end) => end.vlans),
    bridgePort: peer.apply((end) => end.bridgePort),
    address: addressOutput(addresses, 4),
    address6: addressOutput(addresses, 6),
  };
}

type PeerInputs = ReturnType<typeof portInputs<VethPeerArgs>>;

/** A peer that is given as an object stays one, so that at preview only its unknown parts are unknown. */
function peerInputs(peer: pulumi.Input<VethPeerArgs>): PeerInputs | pulumi.Output<PeerInputs> {
  if (pulumi.Output.isInstance(peer) || peer instanceof Promise) {
    return pulumi.output(peer).apply((end) => portInputs(end as VethPeerArgs));
  }
  return portInputs(peer);
}
