import type { Family } from "../inputs/addresses";
import { parseJson } from "./json";

interface IpNetconf {
  family: string;
  interface: string;
  forwarding?: boolean;
}

/** Reads the answer of `ip -j netconf show`: whether the namespace forwards packets of each family. */
export function parseForwarding(json: string): Record<Family, boolean> {
  const all = parseJson<IpNetconf>(json);
  const of = (family: string): boolean =>
    all.find((it) => it.family === family && it.interface === "all")?.forwarding ?? false;
  return { 4: of("inet"), 6: of("inet6") };
}
