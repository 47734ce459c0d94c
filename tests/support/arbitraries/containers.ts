import fc from "fast-check";
import { BITS, type Family, hostBits, spelled, textOf } from "./addresses";
import { at, portRanges } from "./rules";
import { flag, merged, objects, plain, type Spelled, type SpelledObject, type Spellings } from "./spelled";
import { interfaceNames, macs, namespaceNames, sysctls, whole } from "./words";
import { BRIDGES, type Places } from "./world";

/** A subnet that is none of loopback's or of groups, whatever host it is of, and two of its hosts. */
interface Segment {
  subnet: Spelled<string>;
  gateway: Spelled<string>;
  host: Spelled<string>;
}

const LEAST: Record<Family, number> = { 4: 8, 6: 16 };

function segments(family: Family): fc.Arbitrary<Segment> {
  const lengths = fc.integer({ min: LEAST[family], max: BITS[family] - 2 });
  return fc.tuple(hostBits(family), lengths, fc.boolean()).chain(([bits, length, keepsHost]) => {
    const size = 1n << BigInt(BITS[family] - length);
    const network = (bits / size) * size;
    // Neither the network's address nor the last one.
    const room = size - 2n;
    const near = fc.bigInt({ min: 0n, max: room - 1n });
    return fc.tuple(near, fc.bigInt({ min: 1n, max: room - 1n })).chain(([own, apart]) =>
      fc.record({
        subnet: fc.constant({
          given: `${textOf(family, keepsHost ? bits : network)}/${length}`,
          canonical: `${textOf(family, network)}/${length}`,
        }),
        gateway: spelled(family, fc.constant(network + 1n + own)),
        host: spelled(family, fc.constant(network + 1n + ((own + apart) % room))),
      }),
    );
  });
}

const LEAST_V6_MTU = 1280;

/** What a network is told of its subnets, and the size of its packets. */
function subnets(it: Segment, it6: Segment | undefined, allOf: boolean): fc.Arbitrary<SpelledObject> {
  const given = fc.constant.bind(fc);
  const own: Record<string, Spellings> = { subnet: given(it.subnet), ...(it6 ? { subnet6: given(it6.subnet) } : {}) };
  const gateways: Record<string, Spellings> = {
    gateway: given(it.gateway),
    ...(it6 ? { gateway6: given(it6.gateway) } : {}),
  };
  const rest = { internal: flag, isolated: flag, mtu: whole(it6 ? LEAST_V6_MTU : 68, 65535) };
  return allOf ? objects({ ...own, ...gateways }, rest) : objects(own, { ...gateways, ...rest });
}

const twoFamilies = fc.tuple(segments(4), fc.option(segments(6), { nil: undefined }));

export function containerNetworks([place]: Places): fc.Arbitrary<SpelledObject> {
  return twoFamilies.chain(([it, it6]) => {
    const own = objects({ ...at(place), name: namespaceNames }, { bridge: interfaceNames });
    const uplinks = objects({}, { uplink: interfaceNames });
    return fc.tuple(own, subnets(it, it6, false), uplinks).map(([own, subnets, { given: way }]) => {
      const hasWay = subnets.given.internal !== true && way.uplink !== own.given.bridge;
      return joined(own, subnets, hasWay ? { given: way, canonical: way } : { given: {}, canonical: {} });
    });
  });
}

function joined(...all: SpelledObject[]): SpelledObject {
  return {
    given: Object.assign({}, ...all.map(({ given }) => given)) as SpelledObject["given"],
    canonical: Object.assign({}, ...all.map(({ canonical }) => canonical)) as SpelledObject["given"],
  };
}

/** A network as its containers know it, behind a bridge that stands in one of the places, and what one has there. */
function attachments(places: Places, allGiven = false): fc.Arbitrary<SpelledObject> {
  return fc.tuple(twoFamilies, fc.constantFrom(...places)).chain(([[it, it6], place]) => {
    const own = { ...at(place), name: namespaceNames, bridge: plain(fc.constantFrom(...BRIDGES)) };
    const address: Record<string, Spellings> = { address: fc.constant(it.host) };
    if (it6) address.address6 = fc.constant(it6.host);
    return fc
      .tuple(
        merged(objects(own), subnets(it, it6, true)),
        allGiven ? objects(address, { mac: macs }) : objects({}, { ...address, mac: macs }),
      )
      .map(([network, rest]) =>
        joined({ given: { network: network.given }, canonical: { network: network.canonical } }, rest),
      );
  });
}

const FRONTS: Record<Family, Spellings<string>> = {
  4: fc.oneof(plain(fc.constantFrom("0.0.0.0", "127.0.0.1")), spelled(4, hostBits(4))),
  6: fc.oneof(plain(fc.constant("::")), spelled(6, hostBits(6))),
};

/** Published ports as Docker writes them, on the host's addresses of some families. */
export function published(...families: Family[]): Spellings<string> {
  const front = fc.oneof(
    plain(fc.constant("")),
    ...families.map((family) =>
      FRONTS[family].map(({ given, canonical }) =>
        family === 4
          ? { given: `${String(given)}:`, canonical: `${canonical}:` }
          : { given: `[${String(given)}]:`, canonical: `[${canonical}]:` },
      ),
    ),
  );
  const protocol = fc.constantFrom("", "/tcp", "/udp", "/sctp");
  return fc.tuple(front, portRanges, fc.nat(), protocol).map(([front, host, number, protocol]) => {
    const [first = 0, last = first] = String(host.canonical).split("-").map(Number);
    const target = 1 + (number % (65535 - (last - first)));
    const targets = first === last ? `${target}` : `${target}-${target + last - first}`;
    return {
      given: `${String(front.given)}${String(host.given)}:${targets}${protocol}`,
      canonical: `${front.canonical}${host.canonical}:${targets}${protocol === "/tcp" ? "" : protocol}`,
    };
  });
}

function lists(elements: Spellings, key: (canonical: never) => unknown, maxLength: number): Spellings<unknown[]> {
  return fc
    .uniqueArray(elements, { maxLength, selector: ({ canonical }) => key(canonical as never) })
    .map((all) => ({ given: all.map(({ given }) => given), canonical: all.map(({ canonical }) => canonical) }));
}

/** The networks that a container may be in, each of them once. */
export function attachmentLists(places: Places): Spellings<unknown[]> {
  return lists(attachments(places), ({ network }: { network: { name: string } }) => network.name, 3);
}

/** Parameters that leave IPv6 on. */
const withIPv6 = sysctls.filter(
  ({ canonical }) =>
    !Object.keys(canonical as object)
      .join()
      .includes("disable_ipv6"),
);

/** Containers in each of the three modes. */
export function containers(places: Places): fc.Arbitrary<SpelledObject> {
  const mode = (it: string): Record<string, Spellings> => ({
    name: namespaceNames,
    network: plain(fc.constant(it)),
  });
  const inNetworks = attachmentLists(places).chain((networks) => {
    const own = { name: namespaceNames, networks: fc.constant(networks) };
    const attached = networks.canonical as { network: { internal?: boolean; subnet6?: string } }[];
    const way = attached.find(({ network }) => network.internal !== true)?.network;
    const values = attached.some(({ network }) => network.subnet6 !== undefined) ? withIPv6 : sysctls;
    if (way === undefined) return objects(own, { sysctls: values });
    const ports = way.subnet6 === undefined ? published(4) : published(4, 6);
    return objects(own, { sysctls: values, publish: lists(ports, (text) => text, 3) });
  });
  return fc.oneof(
    { weight: 6, arbitrary: inNetworks },
    { weight: 1, arbitrary: objects(mode("none"), { sysctls }) },
    { weight: 1, arbitrary: objects(mode("host")) },
  );
}

/** Sets of one container. */
export function containerSets(places: Places): fc.Arbitrary<SpelledObject> {
  return attachments(places, true).chain(({ given, canonical }) => {
    const { network } = canonical as { network: { internal?: boolean; subnet6?: string } };
    const values = network.subnet6 === undefined ? sysctls : withIPv6;
    const ports = network.subnet6 === undefined ? published(4) : published(4, 6);
    const publish: Record<string, Spellings> =
      network.internal === true ? {} : { publish: lists(ports, (text) => text, 3) };
    return fc
      .tuple(
        objects({ name: namespaceNames.filter(({ canonical: name }) => String(name).length < 200) }),
        objects({}, { sysctls: values, ...publish }),
        namespaceNames.filter(({ canonical: name }) => String(name).length < 50),
      )
      .map(([own, rest, { canonical: key }]) => {
        const setOf = (
          { network: its, ...attached }: Record<string, unknown>,
          more: object,
        ): Record<string, unknown> => ({
          network: its,
          containers: { [String(key)]: { ...attached, ...more } },
        });
        return joined(own, { given: setOf(given, rest.given), canonical: setOf(canonical, rest.canonical) });
      });
  });
}
