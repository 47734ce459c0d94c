import { parseJson } from "./json";

/** An entry of the neighbour table whose MAC is known. */
export interface Neighbour {
  address: string;
  mac: string;
  /** Somebody has set it, and the kernel asks nobody. */
  isStatic: boolean;
}

interface IpNeighbour {
  dst: string;
  lladdr?: string;
  state?: string[];
}

/** Reads the answer of `ip -j neigh show dev DEVICE`. */
export function parseNeighbours(json: string): Neighbour[] {
  return parseJson<IpNeighbour>(json).flatMap(({ dst, lladdr, state = [] }) => {
    const isStatic = state.some((it) => it === "PERMANENT" || it === "NOARP");
    return lladdr === undefined ? [] : [{ address: dst, mac: lladdr, isStatic }];
  });
}
