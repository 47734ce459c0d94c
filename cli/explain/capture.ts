import type { Host } from "../../provider/host/host";
import { probe } from "../../provider/host/probe";
import type { Asked, Explanation } from "../../provider/packets/explain";
import { linkNamed, type Networks } from "../../provider/packets/network";
import type { Sight } from "../../provider/packets/walk";
import type { Outcome } from "../../provider/resources/spec";
import { type Seen, TapStream } from "../capture/tap-stream";
import { type Tap, tapName } from "../capture/taps";

/** What became of a real packet, beside what was explained. */
export interface Proof {
  outcome: Outcome;
  /** Each place where it is to be seen, in the order of its way, and whether it was. */
  sights: (Sight & { isSeen: boolean })[];
  agrees: boolean;
}

/** How long what was sent may take to every interface. */
const GRACE_MS = 300;

/** Sends a real packet while tcpdump listens at every interface where it is to be seen. */
export async function prove(host: Host, networks: Networks, asked: Asked, explanation: Explanation): Promise<Proof> {
  const { sights, stop, arrives } = explanation;
  const taps = tapsOf(sights);
  const seen: Seen[] = [];
  const streams = taps.map(
    (tap) => new TapStream(tap, { filter: [filterOf(asked)], among: taps.length }, (it) => seen.push(it)),
  );
  let outcome: Outcome;
  try {
    await Promise.all(streams.map(({ listening }) => listening));
    const size = stop?.reason === "mtu" ? { size: sizeFrom(networks, sights) } : {};
    const { from, to, protocol, port } = asked;
    const probed = { namespace: from, protocol, address: to, ...(port === 0 ? {} : { port }), ...size };
    outcome = await probe(host, probed);
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
  } finally {
    streams.forEach((it) => it.stop());
    await Promise.all(streams.map(({ ended }) => ended));
  }
  const told = sights.map((sight) => ({ ...sight, isSeen: seen.some((it) => isOf(it, sight)) }));
  const agrees = (outcome === "open") === arrives && told.every(({ isSeen }) => isSeen);
  return { outcome, sights: told, agrees };
}

function tapsOf(sights: readonly Sight[]): Tap[] {
  const all = new Map(sights.map(({ place, device }) => [tapName({ place, device }), { place, device }]));
  return [...all.values()].filter(({ device }) => device !== "lo");
}

/** In the words of pcap-filter(7). */
function filterOf({ protocol, to }: Asked): string {
  if (protocol !== "icmp") return protocol;
  return to.includes(":") ? "icmp6" : "icmp";
}

/** How long packets are where they begin. */
export function sizeFrom(networks: Networks, [first]: readonly Sight[]): number {
  const network = first && networks.at(first.place);
  return (network && linkNamed(network, first.device)?.mtu) ?? 1500;
}

/** Whether a packet that was seen is the one, by tcpdump's words: `IP 10.0.0.1.40000 > 10.0.0.2.80: …`. */
function isOf({ tap, text }: Seen, { place, device, source, destination }: Sight): boolean {
  const [, from = "", to = ""] = /^IP6? (\S+) > (\S+?):? /.exec(text) ?? [];
  const isAt = (told: string, address: string): boolean => told === address || told.startsWith(`${address}.`);
  return tap.place === place && tap.device === device && isAt(from, source) && isAt(to, destination);
}
