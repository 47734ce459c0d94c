import { type Finding, finding, later } from "../finding";
import type { Segment, Segments } from "../segments";
import type { Declared } from "../program";
import { type Interface, placed, type Topology } from "../topology";

/** Interfaces of one segment with different MTUs: what is too long for the smaller one is dropped without a word. */
export function mtuMismatch(_topology: Topology, segments: Segments): Finding[] {
  return [...new Set(segments.values())].flatMap(told);
}

function told({ interfaces }: Segment): Finding[] {
  // A bridge's own MTU is that of its own packets: without an address it has none.
  const speaks = ({ kind, addresses }: Interface): boolean => kind !== "bridge" || addresses.length > 0;
  const known = interfaces.flatMap((it) =>
    it.mtu !== undefined && it.up && it.isKnown && speaks(it) ? [{ ...it, mtu: it.mtu }] : [],
  );
  known.sort((a, b) => a.mtu - b.mtu);
  const [smallest, largest] = [known[0], known.at(-1)];
  if (!smallest || !largest || smallest.mtu === largest.mtu) return [];
  const about = later<Declared>(smallest.resource, largest.resource);
  if (!about) return [];
  return [
    finding(
      about,
      `MTU mismatch on one segment: ${placed(smallest)} has ${smallest.mtu}, ${placed(largest)} has ${largest.mtu}`,
      `A packet of more than ${smallest.mtu} bytes that ${largest.name} lets out is dropped on the way, and nobody is told: small requests work, long answers hang. Give all interfaces of the segment, the bridge too, one mtu.`,
    ),
  ];
}
