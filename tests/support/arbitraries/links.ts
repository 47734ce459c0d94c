import fc from "fast-check";
import { interfaceAddresses } from "./addresses";
import { flag, objects, plain, type SpelledObject, type Spellings, without } from "./spelled";
import { interfaceNames, macs, whole } from "./words";
import { BRIDGES, type Places } from "./world";

const addressLists: Spellings<string[]> = fc
  .uniqueArray(interfaceAddresses, { maxLength: 4, selector: ({ canonical }) => canonical.split("/")[0] })
  .map((all) => ({ given: all.map(({ given }) => given), canonical: all.map(({ canonical }) => canonical) }));

const linkFields = { addresses: addressLists, mtu: whole(68, 65535), up: flag, mac: macs };
const bridgePort = objects(
  {},
  {
    ...{ bcastFlood: flag, fastLeave: flag, flood: flag, guard: flag, learning: flag, locked: flag, mcastFlood: flag },
    ...{ neighSuppress: flag, proxyArp: flag, rootBlock: flag, cost: whole(1, 65535), priority: whole(0, 63) },
  },
);
export const portFields = {
  ...linkFields,
  ...{ master: plain(fc.constantFrom(...BRIDGES)), hairpin: flag, isolated: flag, bridgePort },
};

/** Only a port has a port's options. */
export function withoutOptions(end: SpelledObject): SpelledObject {
  return "master" in end.canonical ? end : without(end, "bridgePort");
}

/** IPv6 has a least MTU. */
export function withRoomForV6(end: SpelledObject): SpelledObject {
  const { mtu, addresses = [] } = end.canonical as { mtu?: number; addresses?: string[] };
  if (mtu === undefined || mtu >= 1280 || !addresses.some((address) => address.includes(":"))) return end;
  const enough = { mtu: mtu + 1280 };
  return { given: { ...end.given, ...enough }, canonical: { ...end.canonical, ...enough } };
}

export function placed(object: SpelledObject, namespace: string | undefined): SpelledObject {
  if (namespace === undefined) return object;
  return { given: { ...object.given, namespace }, canonical: { ...object.canonical, namespace } };
}

export function bridges([place]: Places): fc.Arbitrary<SpelledObject> {
  return objects({ name: interfaceNames }, { ...linkFields, stp: flag, forward: flag, adopt: flag }).map((bridge) =>
    placed(withRoomForV6(bridge), place),
  );
}

/** Pairs within a place and between both. */
export function vethPairs(places: Places): fc.Arbitrary<SpelledObject> {
  const end = objects({ name: interfaceNames }, portFields).map(withRoomForV6).map(withoutOptions);
  const where = fc.constantFrom(...places);
  return fc
    .tuple(end, end, where, where, objects({}, { adopt: flag }))
    .filter(([first, second]) => first.canonical.name !== second.canonical.name)
    .map(([first, second, at, peerAt, own]) => {
      const [near, far] = [placed(first, at), placed(second, peerAt)];
      return {
        given: { ...near.given, ...own.given, peer: far.given },
        canonical: { ...near.canonical, ...own.canonical, peer: far.canonical },
      };
    });
}
