import fc from "fast-check";
import type { Inputs } from "../plan";
import { BITS, families, hostBits, hosts, text4, textOf } from "./addresses";

/** Values that are wrong by the way they are made. */
export type Wrong = fc.Arbitrary<unknown>;

/** The same inputs with another value at a path. */
export function withValue(inputs: Inputs, path: string, value: unknown): Inputs {
  const [first = "", ...rest] = path.split(".");
  const inner = rest.length === 0 ? value : withValue(inputs[first] as Inputs, rest.join("."), value);
  return { ...inputs, [first]: inner };
}

/** What no text, number or list has room for. Null is left out: it says what a missing property says. */
export const noText: Wrong = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.array(fc.constantFrom("a", 1)),
  fc.dictionary(fc.constantFrom("x", "y"), fc.nat()),
);

/** Characters that end words, begin comments or options, or mean more than themselves to a shell, ip or iptables. */
const FORBIDDEN = [..." \t\n\r\0;$(`'\"\\#%+!*ä＠&|<>?~^="];

/** A text with one character where none may be. */
export function spoiled(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(text.length), fc.constantFrom(...FORBIDDEN))
    .map(([at, character]) => text.slice(0, at) + character + text.slice(at));
}

/** IPv4 octets, of which one is not as it should be. */
const wrongOctets = fc
  .tuple(
    hostBits(4),
    fc.nat(3),
    fc.oneof(
      fc.nat(255).map((octet) => `0${octet}`),
      fc.integer({ min: 256, max: 99999 }).map(String),
      fc.nat(255).map((octet) => `0x${octet.toString(16)}`),
      fc.constantFrom("", "-1", "1e1", "a"),
    ),
  )
  .map(([bits, index, wrong]) => {
    const octets = text4(bits).split(".");
    octets[index] = wrong;
    return octets.join(".");
  });

const wrongDots = hostBits(4).chain((bits) => {
  const octets = text4(bits).split(".");
  return fc.constantFrom(octets.slice(1).join("."), [...octets, "1"].join("."), `${octets.join(".")}.`);
});

/** IPv6 with too many groups, too long ones or two gaps; or an IPv4 address in IPv6's clothes. */
const wrongGroups = fc.oneof(
  fc.array(fc.constantFrom("1", "fd00", "0"), { minLength: 9, maxLength: 12 }).map((groups) => groups.join(":")),
  fc.array(fc.constantFrom("1", "fd00"), { minLength: 2, maxLength: 7 }).map((groups) => groups.join(":")),
  fc.integer({ min: 0x10000, max: 0xfffff }).map((group) => `fd00::${group.toString(16)}`),
  fc.nat(0xffff).map((group) => `fd00::${group.toString(16)}::1`),
  fc.nat(0xffff).map((group) => `fd00::g${group.toString(16)}`),
  fc.nat(0xffff).map((group) => `fe80::${group.toString(16)}%eth0`),
  hostBits(4).map((bits) => `::ffff:${text4(bits)}`),
  hostBits(4).map((bits) => `::${text4(bits)}`),
  wrongOctets.map((octets) => `fd00::${octets}`),
);

const spoiledAddresses = families.chain((family) => hostBits(family).chain((bits) => spoiled(textOf(family, bits))));
const wrongTexts = fc.oneof(wrongOctets, wrongDots, wrongGroups, spoiledAddresses, fc.constantFrom("", "localhost"));

/** What no host has for an address. */
const noHosts = fc.oneof(
  fc.constantFrom("0.0.0.0", "255.255.255.255", "::"),
  fc.bigInt({ min: 0xe0000000n, max: 0xefffffffn }).map(text4),
  fc.nat(0xffff).map((group) => `ff02::${group.toString(16)}`),
);

const withLength = families.chain((family) =>
  fc.tuple(hosts(family), fc.nat(BITS[family])).map(([{ given }, length]) => `${String(given)}/${length}`),
);

/** An address, with a length that is none. */
const wrongLengths = families.chain((family) =>
  fc
    .tuple(
      hosts(family),
      fc.oneof(
        fc.integer({ min: BITS[family] + 1, max: 999 }).map(String),
        fc.nat(BITS[family]).map((length) => `0${length}`),
        fc.constantFrom("", "-1", "8.0", "0x8", "255.255.255.0", "24/24", " 24", "1e1", "٢"),
      ),
    )
    .map(([{ given }, length]) => `${String(given)}/${length}`),
);

export const wrongAddresses: Wrong = fc.oneof(noText, wrongTexts, noHosts, withLength);

/** Of which the host itself is one. */
export const wrongRemoteAddresses: Wrong = fc.oneof(
  { weight: 9, arbitrary: wrongAddresses },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.nat(0xffffff).map((bits) => text4(0x7f000000n + BigInt(bits))),
      fc.constant("::1"),
    ),
  },
);

/** IPv4 addresses of which the host part is all zeros or all ones. */
const networksAndBroadcasts = fc
  .tuple(hostBits(4), fc.integer({ min: 1, max: 30 }), fc.boolean())
  .map(([bits, length, isBroadcast]) => {
    const host = (1n << BigInt(32 - length)) - 1n;
    return `${text4(isBroadcast ? bits | host : (bits | host) ^ host)}/${length}`;
  });

export const wrongInterfaceAddresses: Wrong = fc.oneof(
  noText,
  wrongLengths,
  networksAndBroadcasts,
  fc.tuple(fc.oneof(wrongTexts, noHosts), fc.nat(32)).map(([address, length]) => `${address}/${length}`),
  families.chain((family) => hosts(family)).map(({ given }) => given),
  fc.nat(128).map((length) => `::1/${length}`),
);

export const wrongNetworks: Wrong = fc.oneof(
  noText,
  wrongTexts,
  wrongLengths,
  fc.tuple(wrongTexts, fc.nat(32)).map(([address, length]) => `${address}/${length}`),
  fc.constantFrom("default", "all", "any", "10.0.0.0/8,10.1.0.0/16", "!10.0.0.0/8"),
);

/** Of which everything is one. */
export const wrongPartialNetworks: Wrong = fc.oneof(
  { weight: 9, arbitrary: wrongNetworks },
  { weight: 1, arbitrary: families.chain((family) => hosts(family)).map(({ given }) => `${String(given)}/0`) },
);

export const wrongDestinations: Wrong = wrongNetworks.filter((it) => it !== "default");

/** Of an address, or one with a port. */
export const wrongEndpoints: Wrong = fc.oneof(
  wrongAddresses,
  fc.constantFrom("10.0.0.2:0", "10.0.0.2:65536", "10.0.0.2:", "[10.0.0.2]:80", "[fd00::2]", "[fd00::2]:0", ":80"),
);
