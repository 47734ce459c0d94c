import fc from "fast-check";
import type { Spelled, Spellings } from "./spelled";

export type Family = 4 | 6;

export const BITS = { 4: 32, 6: 128 } as const;

export const families = fc.constantFrom<Family>(4, 6);

/** IPv4 addresses that one host can have, as numbers. */
const hosts4 = fc
  .oneof(
    fc.tuple(fc.constantFrom(10, 172, 192), fc.nat(255), fc.nat(255), fc.nat(255)),
    fc.tuple(
      fc.integer({ min: 1, max: 254 }).filter((octet) => octet !== 127 && (octet < 224 || octet > 239)),
      ...([fc.nat(255), fc.nat(255), fc.nat(255)] as const),
    ),
  )
  .map((octets) => octets.reduce((bits, octet) => bits * 256n + BigInt(octet), 0n));

/** IPv6 addresses that one host can have, as numbers: many of them with runs of zeros. */
const hosts6 = fc
  .tuple(
    fc.oneof(fc.constantFrom(0x2001, 0xfd00, 0xfd07), fc.integer({ min: 0x2000, max: 0xfdff })),
    fc.array(fc.oneof(fc.constant(0), fc.constant(0), fc.nat(0xffff)), { minLength: 6, maxLength: 6 }),
    fc.integer({ min: 1, max: 0xffff }),
  )
  .map(([first, middle, last]) => [first, ...middle, last].reduce((bits, group) => bits * 65536n + BigInt(group), 0n));

export function hostBits(family: Family): fc.Arbitrary<bigint> {
  return family === 4 ? hosts4 : hosts6;
}

export function text4(bits: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
}

function groupsOf(bits: bigint): string[] {
  return [...Array(8).keys()].map((index) => ((bits >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
}

/** IPv6 as RFC 5952 has it: the first of the longest runs of zeros is left out. */
export function text6(bits: bigint): string {
  const groups = groupsOf(bits);
  for (let length = 8; length >= 2; length--) {
    for (let start = 0; start + length <= 8; start++) {
      if (groups.slice(start, start + length).every((group) => group === "0")) {
        return `${groups.slice(0, start).join(":")}::${groups.slice(start + length).join(":")}`;
      }
    }
  }
  return groups.join(":");
}

export function textOf(family: Family, bits: bigint): string {
  return family === 4 ? text4(bits) : text6(bits);
}

const SPELLINGS_6: ((bits: bigint) => string)[] = [
  text6,
  (bits) => text6(bits).toUpperCase(),
  (bits) => groupsOf(bits).join(":"),
  (bits) =>
    groupsOf(bits)
      .map((group) => group.padStart(4, "0"))
      .join(":"),
  (bits) => `${groupsOf(bits).slice(0, 6).join(":")}:${text4(bits & 0xffffffffn)}`,
];

/** A number in any of its spellings. */
export function spelled(family: Family, numbers: fc.Arbitrary<bigint>): Spellings<string> {
  const spellings = family === 4 ? [text4] : SPELLINGS_6;
  return fc
    .tuple(numbers, fc.constantFrom(...spellings))
    .map(([bits, spell]) => ({ given: spell(bits), canonical: textOf(family, bits) }));
}

export function hosts(family: Family): Spellings<string> {
  return spelled(family, hostBits(family));
}

function withLength(it: Spelled<string>, length: number): Spelled<string> {
  return { given: `${String(it.given)}/${length}`, canonical: `${it.canonical}/${length}` };
}

/** Addresses that mean something on a link alone, or on its own host. */
const special: Record<Family, fc.Arbitrary<bigint>> = {
  4: fc.bigInt({ min: 0x7f000001n, max: 0x7ffffffen }),
  6: fc.bigInt({ min: 1n, max: 0xffffffffffffffffn }).map((host) => (0xfe80n << 112n) + host),
};

/** Addresses of interfaces: in IPv4 neither the network's nor its broadcast address. */
export const interfaceAddresses: Spellings<string> = families.chain((family) =>
  fc.nat(BITS[family]).chain((length) => {
    const host = (1n << BigInt(BITS[family] - length)) - 1n;
    const isOfOne = (bits: bigint): boolean =>
      family === 6 || length >= 31 || ((bits & host) !== 0n && (bits & host) !== host);
    const numbers = fc.oneof({ weight: 9, arbitrary: hostBits(family) }, { weight: 1, arbitrary: special[family] });
    return spelled(family, numbers.filter(isOfOne)).map((it) => withLength(it, length));
  }),
);

function withoutHostBits(family: Family, bits: bigint, length: number): bigint {
  const host = BigInt(BITS[family] - length);
  return (bits >> host) << host;
}

/** Networks with and without host bits, and single hosts without a length. */
export function networks(family: Family, least = 1): Spellings<string> {
  const sized = fc
    .tuple(
      hostBits(family),
      fc.integer({ min: least, max: BITS[family] }),
      fc.boolean(),
      fc.constantFrom(...SPELLINGS_6),
    )
    .map(([bits, length, keepsHost, spell6]) => {
      const network = withoutHostBits(family, bits, length);
      const shown = keepsHost ? bits : network;
      const given = `${family === 4 ? text4(shown) : spell6(shown)}/${length}`;
      return { given, canonical: `${textOf(family, network)}/${length}` };
    });
  return fc.oneof(
    { weight: 9, arbitrary: sized },
    { weight: 1, arbitrary: hosts(family).map((it) => ({ ...it, canonical: `${it.canonical}/${BITS[family]}` })) },
  );
}

/** The network of a host's address, of any length. */
export function networksAround(family: Family, bits: bigint): Spellings<string> {
  return fc.integer({ min: 1, max: BITS[family] }).map((length) => ({
    given: `${textOf(family, bits)}/${length}`,
    canonical: `${textOf(family, withoutHostBits(family, bits, length))}/${length}`,
  }));
}
