import { explain, type Explanation } from "../../provider/packets/explain";
import { readNetworks } from "../../provider/packets/read";
import { localHost } from "../../provider/host/local-host";
import { type Proof, prove } from "../../cli/explain/capture";
import { askedOf } from "../../cli/explain/asked";
import { ask } from "./traffic";
import { type Place, succeeds } from "./command";

/** What `linuxnet explain` says of what stands now. */
export async function explained(from: string, to: string, udp = false): Promise<Explanation> {
  const networks = await readNetworks(localHost);
  const asked = askedOf(networks, { from, to, udp });
  if (typeof asked === "string") throw new Error(asked);
  return explain(networks, asked);
}

/** The same, with what tcpdump sees of a real packet. */
export async function proven(from: string, to: string, udp = false): Promise<Proof> {
  const networks = await readNetworks(localHost);
  const asked = askedOf(networks, { from, to, udp });
  if (typeof asked === "string") throw new Error(asked);
  return prove(localHost, networks, asked, explain(networks, asked));
}

/** Whether real packets do what was asked: one of the full size too, where it is a ping. */
export function arrives(from: string, to: string, udp = false): boolean {
  const place: Place = from === "host" ? undefined : from;
  const [, host = to, port] = /^(.*):(\d+)$/.exec(to.includes("]") ? to.replace(/[[\]]/g, "") : to) ?? [];
  if (port !== undefined && (to.includes("]") || !host.includes(":"))) {
    return ask(place, host, Number(port), udp ? "udp" : "tcp") !== undefined;
  }
  const ping = ["ping", "-c1", "-W1", "-n", "-q"];
  const size = to.includes(":") ? 1452 : 1472;
  return succeeds([...ping, to], place) && succeeds([...ping, "-M", "do", "-s", String(size), to], place);
}
