import type { Family } from "../inputs/addresses";

/** A socket that waits for connections or datagrams. */
export interface Listener {
  protocol: "tcp" | "udp";
  /** Undefined for every address of `families`. */
  address: string | undefined;
  families: Family[];
  port: number;
  /** The interface by which alone it hears. */
  device?: string;
}

/** Reads the answer of `ss -H -l -n -t -u`: `tcp LISTEN 0 128 127.0.0.1:8080 0.0.0.0:*`. */
export function parseListeners(text: string): Listener[] {
  return text.split("\n").flatMap((line) => {
    const [protocol, , , , local = ""] = line.trim().split(/\s+/);
    const [, host = "", port] = /^(.*):(\d+)$/.exec(local) ?? [];
    if ((protocol !== "tcp" && protocol !== "udp") || port === undefined) return [];
    // A socket on one interface alone is told as `127.0.0.1%lo` or `[fe80::1]%eth0`.
    const [address = "", device] = host.replace(/[[\]]/g, "").split("%");
    const bound = { protocol, port: Number(port), ...boundTo(address.replace(MAPPED, "")) } as const;
    return [device === undefined ? bound : { ...bound, device }];
  });
}

/** What an IPv4 address in IPv6's clothes begins with. */
const MAPPED = /^::ffff:(?=\d+\.)/;

/** `*` is a socket of both families. */
function boundTo(address: string): Pick<Listener, "address" | "families"> {
  if (address === "*") return { address: undefined, families: [4, 6] };
  if (address === "0.0.0.0") return { address: undefined, families: [4] };
  if (address === "::") return { address: undefined, families: [6] };
  return { address, families: [address.includes(":") ? 6 : 4] };
}
