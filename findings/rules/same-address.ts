import { withoutLength } from "../../provider/inputs/addresses";
import { type Finding, finding, later, pairs } from "../finding";
import { groupBy } from "../../provider/group-by";
import type { Declared } from "../program";
import type { Segments } from "../segments";
import { type Interface, placed, type Topology } from "../topology";

/** One address on two interfaces of a segment: its hosts take whichever answers first, now the one, now the other. */
export function sameAddress(_topology: Topology, segments: Segments): Finding[] {
  return [...new Set(segments.values())].flatMap(({ interfaces }) => {
    const carriers = interfaces
      .filter(({ up }) => up)
      .flatMap((it) => it.addresses.map((cidr) => ({ it, address: withoutLength(cidr) })));
    return [...groupBy(carriers, ({ address }) => address)].flatMap(([address, all]) =>
      pairs([...new Set(all.map(({ it }) => it))]).flatMap(([a, b]) => told(address, a, b)),
    );
  });
}

function told(address: string, a: Interface, b: Interface): Finding[] {
  const about = later<Declared>(a.resource, b.resource);
  if (!about) return [];
  return [
    finding(
      about,
      `address ${address} is used twice on one segment: by ${placed(a)} and by ${placed(b)}`,
      "Whoever asks for it gets two answers, and sends to whichever came last. Give each interface an address of its own.",
    ),
  ];
}
