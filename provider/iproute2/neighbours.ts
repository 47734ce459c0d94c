import { parseJson } from "./json";

interface IpNeighbour {
  dst: string;
  lladdr?: string;
}

/** Reads the answer of `ip -j neigh show dev DEVICE`: the addresses whose MACs are known, with them. */
export function parseNeighbours(json: string): [address: string, mac: string][] {
  return parseJson<IpNeighbour>(json).flatMap(({ dst, lladdr }) => (lladdr === undefined ? [] : [[dst, lladdr]]));
}
