import { type Finding, finding, later } from "../finding";
import { type Segment, segmentsOf } from "../segments";
import { type Interface, placed, type Topology } from "../topology";

/** Interfaces of one segment with different MTUs: what is too long for the smaller one is dropped without a word. */
export function mtuMismatch(topology: Topology): Finding[] {
  return [...new Set(segmentsOf(topology).values())].flatMap(told);
}

function told({ interfaces }: Segment): Finding[] {
  // A bridge's own MTU is that of its own packets: without an address it has none.
  const speaks = ({ kind, addresses }: Interface): boolean => kind !== "bridge" || addresses.length > 0;
  const known = interfaces.filter((it) => it.mtu !== undefined && it.up && it.isKnown && speaks(it));
  const smallest = least(known);
  const largest = least([...known].reverse(), -1);
  if (!smallest || !largest || smallest.mtu === largest.mtu) return [];
  const [a, b] = [smallest.resource, largest.resource];
  const about = a && b ? later(a, b) : (a ?? b);
  if (!about) return [];
  return [
    finding(
      about,
      `MTU mismatch on one segment: ${placed(smallest)} has ${smallest.mtu}, ${placed(largest)} has ${largest.mtu}`,
      `A packet of more than ${smallest.mtu} bytes that ${largest.name} lets out is dropped on the way, and nobody is told: small requests work, long answers hang. Give all interfaces of the segment, the bridge too, one mtu.`,
    ),
  ];
}

/** The interface with the least MTU, or with sign -1 the greatest; the first of equals. */
function least(interfaces: readonly Interface[], sign: 1 | -1 = 1): Interface | undefined {
  return interfaces.reduce<Interface | undefined>(
    (best, it) => (best === undefined || sign * ((it.mtu ?? 0) - (best.mtu ?? 0)) < 0 ? it : best),
    undefined,
  );
}
