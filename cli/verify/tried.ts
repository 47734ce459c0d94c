import type { Host } from "../../provider/host/host";
import { inGroups } from "../../provider/host/in-groups";
import { probe } from "../../provider/host/probe";
import { familyOf, isLinkLocal, isLoopback, withoutLength } from "../../provider/inputs/addresses";
import { explain, type Explanation } from "../../provider/packets/explain";
import { addressesOf, type Network, type Networks, type Place } from "../../provider/packets/network";
import type { Outcome } from "../../provider/resources/spec";
import { sizeFrom } from "../explain/capture";

/** Where packets are sent: a ping, or a connection to a port. */
export interface Target {
  place: Place;
  address: string;
  /** Of a connection of TCP. */
  port?: number;
}

/** What became of a real packet, and what was to be expected. */
export interface Tried {
  from: Place;
  to: Target;
  outcome: Outcome;
  explanation: Explanation;
}

/** Packets that are on their way at the same time. */
const AT_ONCE = 16;

/** Sends packets from each of some places to all addresses of each, and to all ports on which somebody listens there. */
export function tryAll(host: Host, networks: Networks, places: ReadonlySet<Place>): Promise<Tried[]> {
  const all = networks.all.filter(({ place }) => places.has(place));
  const targets = all.flatMap(targetsIn);
  const pairs = all.flatMap(({ place }) =>
    targets.filter((to) => to.place !== place && speaks(networks, place, to)).map((to) => ({ from: place, to })),
  );
  return inGroups(pairs, AT_ONCE, async ({ from, to }): Promise<Tried> => {
    const protocol = to.port === undefined ? "icmp" : "tcp";
    const explanation = explain(networks, { from, to: to.address, protocol, port: to.port ?? 0 });
    const { stop, sights } = explanation;
    // Small ones pass where whole ones do not.
    const size = stop?.reason === "mtu" ? { size: sizeFrom(networks, sights) } : {};
    const outcome = await probe(host, { namespace: from, protocol, ...to, ...size });
    return { from, to, outcome, explanation };
  });
}

/** Whether a packet fares as it was explained. */
export function agrees({ outcome, explanation }: Tried): boolean {
  return (outcome === "open") === explanation.arrives;
}

function targetsIn({ place, links, listeners }: Network): Target[] {
  const own = links
    .filter(({ name, up }) => up && name !== "lo")
    .flatMap((link) => addressesOf(link).map(withoutLength))
    .filter((address) => !isLinkLocal(address));
  const ports = listeners.filter(({ protocol, address }) => protocol === "tcp" && !(address && isLoopback(address)));
  return own.flatMap((address) => {
    const open = ports.filter((it) =>
      it.address === undefined ? it.families.includes(familyOf(address)) : it.address === address,
    );
    return [
      { place, address },
      ...[...new Set(open.map(({ port }) => port))].map((port) => ({ place, address, port })),
    ];
  });
}

/** Whether a place has an address of the family. */
function speaks(networks: Networks, place: Place, { address }: Target): boolean {
  const links = networks.at(place)?.links.filter(({ name }) => name !== "lo") ?? [];
  return links.some((link) =>
    addressesOf(link).some((own) => familyOf(own) === familyOf(address) && !isLinkLocal(withoutLength(own))),
  );
}
