import fc from "fast-check";
import { plain, type Spellings } from "./spelled";

const NOT_NAMES = /^(all|default|lo|if-?[0-9].*)$/;

export const interfaceNames = plain(
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/).filter((name) => !NOT_NAMES.test(name)),
);

export const namespaceNames = plain(
  fc.oneof(
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,30}$/),
    fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{200,254}$/),
  ),
);

export function whole(min: number, max: number): Spellings<number> {
  return plain(fc.integer({ min, max }));
}

/** Each number in one spelling or several, which are one to the kernel. */
export const TABLES: readonly [given: unknown, canonical: string][] = [
  ...(["main", 254, "254"] as const).map((given): [unknown, string] => [given, "main"]),
  ...(["default", 253, "253"] as const).map((given): [unknown, string] => [given, "default"]),
  ...[1, 100, 252, 256, 65536, 4294967295].flatMap((number): [unknown, string][] => [
    [number, String(number)],
    [String(number), String(number)],
  ]),
];

export const tables: Spellings<string> = fc.constantFrom(...TABLES).map(([given, canonical]) => ({ given, canonical }));

/** Unicast MACs, in capitals and in small letters. */
export const macs: Spellings<string> = fc
  .tuple(fc.array(fc.nat(255), { minLength: 6, maxLength: 6 }), fc.boolean())
  .map(([[first = 0, ...rest], isUpper]) => {
    const octets = [first & 0xfe || 2, ...rest].map((octet) => octet.toString(16).padStart(2, "0"));
    const canonical = octets.join(":");
    return { given: isUpper ? canonical.toUpperCase() : canonical, canonical };
  });

const numberParameters = [
  ...["ip_forward", "ip_nonlocal_bind", "conf.all.rp_filter", "conf.all.accept_local", "conf.lo.arp_ignore"],
  ...["conf.all.arp_notify", "conf.default.rp_filter", "conf.lo.forwarding", "conf.default.forwarding", "tcp_sack"],
].map((name) => `net.ipv4.${name}`);
const parameters6 = [
  ...["conf.all.forwarding", "conf.default.accept_ra", "conf.lo.forwarding", "conf.default.disable_ipv6"],
  ...["conf.all.disable_ipv6", "conf.all.accept_dad", "bindv6only"],
].map((name) => `net.ipv6.${name}`);

/** Parameters of which none changes another, of interfaces too, with values that all kernels take. */
const SINGLE = [
  ...["tcp_sack", "tcp_timestamps", "tcp_window_scaling", "tcp_mtu_probing", "tcp_syncookies"],
  ...["icmp_echo_ignore_all", "ip_nonlocal_bind", "conf.lo.arp_ignore", "conf.out0.rp_filter", "conf.out1.arp_notify"],
  ...["conf.all.accept_local", "ip_early_demux", "conf.default.arp_announce", "igmp_link_local_mcast_reports"],
].map((name) => `net.ipv4.${name}`);

/** One parameter and its value. */
export const parameters = fc
  .tuple(fc.constantFrom(...SINGLE), fc.constantFrom(0, 1), fc.boolean(), fc.boolean())
  .map(([key, value, asText, slashed]) => ({
    key: { given: slashed ? key.replaceAll(".", "/") : key, canonical: key },
    value: { given: asText ? String(value) : value, canonical: String(value) },
  }));

/** Parameters by either of their spellings, with values that all kernels take. */
export const sysctls: Spellings = fc
  .dictionary(
    fc.constantFrom(...numberParameters, ...parameters6),
    fc.tuple(fc.constantFrom(0, 1), fc.boolean(), fc.boolean()),
  )
  .map((chosen) => {
    const entries = Object.entries(chosen);
    return {
      given: Object.fromEntries(
        entries.map(([key, [value, asText, slashed]]) => [
          slashed ? key.replaceAll(".", "/") : key,
          asText ? String(value) : value,
        ]),
      ),
      canonical: Object.fromEntries(entries.map(([key, [value]]) => [key, String(value)])),
    };
  });
