import { parseJson } from "./json";

/** A VLAN of a port, or of a bridge itself, see bridge(8). */
export interface PortVlan {
  vid: number;
  /** What comes in without a tag belongs to this one. */
  pvid: boolean;
  /** What goes out has no tag. */
  untagged: boolean;
}

interface BridgeLink {
  ifname: string;
  vlans?: { vlan: number; flags?: string[] }[];
}

/** Reads the answer of `bridge -j vlan show dev NAME`: the VLANs in the order of their numbers. */
export function parseVlans(json: string, name: string): PortVlan[] {
  return parseAllVlans(json).get(name) ?? [];
}

/** Reads the answer of `bridge -j vlan show`: the VLANs of each port and each bridge. */
export function parseAllVlans(json: string): Map<string, PortVlan[]> {
  return new Map(
    parseJson<BridgeLink>(json).map(({ ifname, vlans = [] }) => [
      ifname,
      vlans.map(({ vlan, flags = [] }) => ({
        vid: vlan,
        pvid: flags.includes("PVID"),
        untagged: flags.includes("Egress Untagged"),
      })),
    ]),
  );
}
