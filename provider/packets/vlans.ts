import type { Link } from "../iproute2/links";
import type { PortVlan } from "../iproute2/vlans";
import type { Network } from "./network";

/** A frame within a bridge: with the VLAN that it is in, where the bridge filters, or with its tag, where it does not. */
export interface Bridged {
  vid: number | undefined;
}

/** Of the VLANs of a port, or of a bridge itself, the one of a number. */
function vlanOf({ vlans }: Network, device: string, vid: number): PortVlan | undefined {
  return vlans.get(device)?.find((it) => it.vid === vid);
}

/** The VLAN of what comes into a port, or from a bridge itself, without a tag. */
export function pvidOf({ vlans }: Network, device: string): number | undefined {
  return vlans.get(device)?.find(({ pvid }) => pvid)?.vid;
}

/** A frame that comes into a bridge by a port, or from itself; undefined where it ends (br_allowed_ingress in the kernel's net/bridge). */
export function entering(network: Network, bridge: Link, device: string, tag: number | undefined): Bridged | undefined {
  if (!bridge.vlanFiltering) return { vid: tag };
  const vid = tag ?? pvidOf(network, device);
  return vid !== undefined && vlanOf(network, device, vid) ? { vid } : undefined;
}

/** The tag with which it leaves a bridge by a port, or comes to itself; `shut` where it ends (br_allowed_egress). */
export function leaving(network: Network, bridge: Link, device: string, { vid }: Bridged): number | undefined | "shut" {
  if (!bridge.vlanFiltering || vid === undefined) return vid;
  const vlan = vlanOf(network, device, vid);
  if (vlan === undefined) return "shut";
  return vlan.untagged ? undefined : vid;
}

/** The interface that takes the frames of a VLAN which come to another: `eth0.10` of eth0. */
export function vlanDevice({ links }: Network, parent: string, vid: number): Link | undefined {
  return links.find((it) => it.kind === "vlan" && it.peerName === parent && it.vlanId === vid);
}
