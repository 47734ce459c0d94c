import { parseJson } from "./json";

/** A static entry of a VXLAN interface's forwarding database, see bridge(8): frames to a MAC go to a host. */
export interface FdbEntry {
  mac: string;
  /** The host's address. */
  remote: string;
  /** Words of bridge(8) that it has beside those: `port 4790 vni 7`. */
  beyond: string[];
}

/** The MAC of the entries by which frames to all, and to whom nobody knows, are flooded. */
export const FLOODED = "00:00:00:00:00:00";

interface IpEntry {
  mac: string;
  dst?: string;
  port?: number;
  vni?: number;
  viaIf?: string;
  flags?: string[];
  state?: string;
}

/**
 * Reads the answer of `bridge -j fdb show dev NAME`. Left out is what the interface has learned, what a control plane has
 * taught it (`extern_learn`, or by nexthops), and what is its bridge's.
 */
export function parseFdb(json: string): FdbEntry[] {
  return parseJson<IpEntry>(json).flatMap(({ mac, dst, port, vni, viaIf, flags = [], state }) => {
    const isStatic = state === "permanent" || state === "static";
    if (dst === undefined || !isStatic || !flags.includes("self") || flags.includes("extern_learn")) return [];
    const words = Object.entries({ port, vni, via: viaIf });
    const beyond = words.flatMap(([word, value]) => (value === undefined ? [] : [word, String(value)]));
    return [{ mac, remote: dst, beyond }];
  });
}
