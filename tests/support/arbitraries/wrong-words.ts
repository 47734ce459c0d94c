import fc from "fast-check";
import { sysctls } from "./words";
import { noText, spoiled, type Wrong } from "./wrong";

export const wrongFlags: Wrong = fc.oneof(
  fc.constantFrom("true", "false", "", "yes", 0, 1, NaN),
  fc.array(fc.boolean()),
  fc.dictionary(fc.constantFrom("x"), fc.boolean()),
);

/** Numbers off a range, numbers that are not whole, and what only looks like one. */
export function wrongWhole(min: number, max: number): Wrong {
  return fc.oneof(
    fc.integer({ min: 1, max: 2 ** 31 }).map((more) => max + more),
    fc.integer({ min: 1, max: 2 ** 31 }).map((less) => min - less),
    fc.tuple(fc.integer({ min, max: max - 1 }), fc.integer({ min: 1, max: 999 })).map(([it, part]) => it + part / 1000),
    fc.constantFrom(NaN, Infinity, -Infinity, 2 ** 53, true, false, "", " "),
    fc.integer({ min, max }).map(String),
    fc.integer({ min, max }).map((it) => [it]),
    fc.integer({ min, max }).map((it) => ({ it })),
  );
}

/** Names that are too long, or hold, begin with or are what they may not. */
export function wrongNames(most: number, ...taken: string[]): Wrong {
  const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,10}$/);
  return fc.oneof(
    noText,
    name.chain(spoiled),
    fc.integer({ min: most + 1, max: most + 200 }).map((length) => "a".repeat(length)),
    fc.constant("a".repeat(200_000)),
    fc.tuple(fc.constantFrom("-", ".", "--", "..", "/", ":"), name).map(([first, rest]) => first + rest),
    fc.tuple(name, fc.constantFrom("/", ":"), name).map((parts) => parts.join("")),
    fc.constantFrom("", ".", "..", "a/b", "$(id)", "`id`", "a;id", "veth%d", "eth+", "!eth0", "名", ...taken),
  );
}

/** ip takes these for the number of an interface. */
const numbers = fc.tuple(fc.constantFrom("if", "if-"), fc.nat(99999)).map(([first, number]) => `${first}${number}`);

export const wrongDevices: Wrong = fc.oneof(
  { weight: 9, arbitrary: wrongNames(15, "all", "default") },
  { weight: 1, arbitrary: numbers },
);

export const wrongLinkNames: Wrong = fc.oneof(
  { weight: 19, arbitrary: wrongDevices },
  { weight: 1, arbitrary: fc.constant("lo") },
);

export function wrongChoice(...choices: string[]): Wrong {
  const like = choices.flatMap((it) => [it.toUpperCase(), it.toLowerCase(), `${it} `, `${it}s`, `!${it}`]);
  return fc.oneof(
    noText,
    fc.constantFrom("", "all", ...like.filter((it) => !choices.includes(it))),
    fc.constantFrom(...choices).chain(spoiled),
    fc.constantFrom(...choices).map((it) => [it]),
  );
}

const octets = fc.array(
  fc.nat(255).map((octet) => octet.toString(16).padStart(2, "0")),
  { minLength: 5, maxLength: 5 },
);

export const wrongMacs: Wrong = fc.oneof(
  noText,
  octets.map((rest) => ["01", ...rest].join(":")),
  octets.map((rest) => rest.join(":")),
  octets.map((rest) => ["02", ...rest, "00"].join(":")),
  octets.map((rest) => ["02", ...rest].join("-")),
  octets.map((rest) => ["02", ...rest].join("")),
  octets.map((rest) => ["2", ...rest].join(":")),
  octets.map((rest) => ["0g", ...rest].join(":")),
  octets.chain((rest) => spoiled(["02", ...rest].join(":"))),
  fc.constantFrom("", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"),
);

const port = fc.integer({ min: 1, max: 65535 });

export const wrongPortRanges: Wrong = fc.oneof(
  wrongWhole(1, 65535),
  fc.tuple(port, port).map(([a, b]) => `${Math.max(a, b)}-${Math.min(a, b) - 1}`),
  port.map((first) => `${first}-${first + 65536}`),
  port.map((last) => `0-${last}`),
  fc.tuple(port, fc.constantFrom(":", "--", ",", " - ", "–")).map(([first, sign]) => `${first}${sign}65535`),
  port.map((first) => `0${first}-65535`),
  port.map((first) => `${first}-`),
  port.map((first) => `-${first}`),
  port.map((first) => `${first}-65535/tcp`),
  fc.constantFrom("http", "0x50", "0x50-0x60", "80-http", "1-2-3", "1.5-2"),
);

export const wrongTables: Wrong = fc.oneof(
  fc.boolean(),
  fc.integer({ max: 0 }),
  fc.integer({ min: 4294967296, max: 2 ** 50 }),
  fc.integer({ min: 1, max: 2 ** 31 }).map((table) => `0${table}`),
  fc.integer({ min: 1, max: 2 ** 31 }).map((table) => table + 0.5),
  fc.integer({ min: 1, max: 2 ** 31 }).map((table) => [table]),
  fc.integer({ min: 1, max: 2 ** 31 }).chain((table) => spoiled(String(table))),
  fc.constantFrom("", "0", "all", "cache", "mine", "Main", "0x64", "1e2", NaN, Infinity, {}),
);

export const wrongOwners: Wrong = fc.oneof(
  noText,
  fc.stringMatching(/^[0-9a-f]{0,15}$/),
  fc.stringMatching(/^[0-9a-f]{17,40}$/),
  fc.stringMatching(/^[0-9a-f]{15}[A-Zg-z]$/),
  fc.stringMatching(/^[0-9a-f]{16}$/).chain(spoiled),
);

/** Lists of which one element is wrong, and no lists. */
export function wrongLists(right: fc.Arbitrary<unknown>, wrong: Wrong): Wrong {
  const spoiledList = fc
    .tuple(fc.array(right, { maxLength: 2 }), fc.oneof(wrong, fc.constant(null)), fc.array(right, { maxLength: 2 }))
    .map(([before, it, after]) => [...before, it, ...after]);
  return fc.oneof(
    { weight: 6, arbitrary: spoiledList },
    { weight: 1, arbitrary: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.dictionary(fc.constant("0"), right)) },
    { weight: 1, arbitrary: right.map((it) => [it, it]) },
  );
}

export const wrongKeys = fc.oneof(
  fc.constantFrom("net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter").chain(spoiled),
  fc.stringMatching(/^(kernel|vm|fs|user)\.[a-z_]{1,20}$/),
  fc.stringMatching(/^net\.ipv[46]\/[a-z_]{1,9}$/),
  fc.stringMatching(/^net\.ipv[46]\.conf\.(all|veth0)\/[a-z_]{1,9}$/),
  fc.stringMatching(/^net\.ipv[46]\.conf\.veth0\.[0-9]{1,3}\.[a-z_]{1,9}$/),
  fc.stringMatching(/^net(\.ipv4)?\.?$/),
);

const key = fc.constantFrom("net.ipv4.ip_forward", "net.ipv4.conf.all.rp_filter", "net.ipv6.conf.lo.disable_ipv6");

export const wrongSysctlValues: Wrong = fc.oneof(
  fc.constantFrom("", "on", "off", "true", "yes", "1.5", "1e1", "-0", "0x1", "010", "1 2", " 1", "1,2", null, NaN, 0.5),
  fc.nat(7).map((digit) => `0${digit}`),
  fc.nat(99).chain((value) => spoiled(String(value))),
  fc.boolean(),
  fc.array(fc.nat()),
  fc.dictionary(fc.constant("x"), fc.nat()),
);

export const wrongSysctls: Wrong = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(sysctls, wrongKeys).map(([{ given }, it]) => ({ ...(given as object), [it]: 1 })) },
  { weight: 4, arbitrary: fc.tuple(key, wrongSysctlValues).map(([it, value]) => ({ [it]: value })) },
  { weight: 1, arbitrary: key.map((it) => ({ [it]: 1, [it.replaceAll(".", "/")]: 1 })) },
  { weight: 1, arbitrary: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string())) },
);

/** What is no path from the root on. */
export const wrongPaths: Wrong = fc.oneof(noText, fc.constantFrom("", "a", "./a", "../a", "~/a", "/a\0b", "/a\nb"));
export const wrongMarks: Wrong = fc.oneof(
  fc.boolean(),
  fc.integer({ max: -1 }),
  fc.integer({ min: 4294967296, max: 2 ** 50 }),
  fc.nat(0xff).map((mark) => mark + 0.5),
  fc.nat(0xff).map((mark) => [mark]),
  fc
    .nat(0xff)
    .map((mark) => mark.toString(16))
    .filter((text) => /[a-f]/.test(text)),
  fc.nat(0xffff).map((mark) => `0x1${mark.toString(16).padStart(8, "0")}`),
  fc.nat(0xff).map((mark) => `${mark}/0`),
  fc.integer({ min: 1, max: 0xff }).map((mark) => `${mark << 1}/1`),
  fc.nat(0xff).map((mark) => `${mark}/0xfff/`),
  fc.nat(0xff).chain((mark) => spoiled(`0x${mark.toString(16)}/0xff`)),
  fc.constantFrom("", "/", "/0xff", "0x", "x1", NaN, Infinity, {}),
);

/** Quantities without a unit, with more than one, or off their range. */
export function wrongUnits(unit: string, ...others: string[]): Wrong {
  const number = fc.integer({ min: 1, max: 99 });
  return fc.oneof(
    noText,
    number.map((it) => `-${it}${unit}`),
    number.map((it) => `${it}`),
    number.map((it) => `${it} ${unit}`),
    number.map((it) => `${it}${unit}${unit}`),
    number.map((it) => `0x${it}${unit}`),
    number.map((it) => `${it}e1${unit}`),
    number.chain((it) => spoiled(`${it}${unit}`)).filter((text) => !/^\d+%$/.test(text)),
    fc.constantFrom("", unit, ...others),
  );
}
