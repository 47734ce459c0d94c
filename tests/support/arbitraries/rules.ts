import fc from "fast-check";
import { type Family, families, hostBits, hosts, networks, networksAround, textOf } from "./addresses";
import { flag, objects, plain, type SpelledObject, type Spelled, type Spellings } from "./spelled";
import { interfaceNames, whole } from "./words";
import type { Places } from "./world";

export function at(place: string | undefined): Record<string, Spellings> {
  return place === undefined ? {} : { namespace: plain(fc.constant(place)) };
}

export function masquerades([place]: Places): fc.Arbitrary<SpelledObject> {
  return families.chain((family) =>
    objects(
      { ...at(place), source: networks(family) },
      { outInterface: interfaceNames, inInterface: interfaceNames, toSource: hosts(family), forward: flag },
    ),
  );
}

/** Ports and ranges; a range of one port is that port. */
export const portRanges = fc.oneof(
  whole(1, 65535),
  fc
    .tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 0, max: 300 }))
    .map(([first, more]): Spelled<number | string> => {
      const last = Math.min(first + more, 65535);
      return { given: `${first}-${last}`, canonical: first === last ? first : `${first}-${last}` };
    }),
);

function published(family: Family, target: bigint): Spellings<string> {
  const others = hosts(family).filter(({ canonical }) => canonical !== textOf(family, target));
  return family === 4 ? fc.oneof(others, plain(fc.constantFrom("127.0.0.1", "127.1.2.3"))) : others;
}

export function portForwards([place]: Places): fc.Arbitrary<SpelledObject> {
  const targets = families.chain((family) => fc.tuple(fc.constant(family), hostBits(family)));
  return fc.tuple(targets, portRanges).chain(([[family, target], ports]) => {
    const [first = 0, last = first] = String(ports.canonical).split("-").map(Number);
    return objects(
      {
        ...at(place),
        hostPort: fc.constant(ports),
        targetAddress: plain(fc.constant(textOf(family, target))),
      },
      {
        hostAddress: published(family, target),
        protocol: plain(fc.constantFrom("tcp", "udp", "sctp")),
        targetNetwork: networksAround(family, target),
        outInterface: interfaceNames,
        targetPort: whole(1, 65535 - (last - first)),
      },
    );
  });
}
