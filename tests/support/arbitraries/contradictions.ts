import fc from "fast-check";
import type { AnyKind, Inputs } from "../plan";
import { type Family, families, hostBits, hosts, interfaceAddresses, networks, textOf } from "./addresses";
import { CONTAINER_CONTRADICTIONS, NETWORK_CONTRADICTIONS } from "./container-contradictions";
import { interfaceNames } from "./words";

/** Inputs of which each is right by itself, and two do not go together. */
export interface Contradiction {
  kind: AnyKind;
  /** The one that is refused. */
  path: string;
  inputs: fc.Arbitrary<Inputs>;
}

const given = (values: fc.Arbitrary<{ given: unknown }>): fc.Arbitrary<unknown> => values.map((it) => it.given);
const one = (value: unknown): fc.Arbitrary<unknown> => fc.constant(value);
const of = (record: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Inputs> => fc.record(record);
const other = (family: Family): Family => (family === 4 ? 6 : 4);
const inFamily = (inputs: (family: Family) => fc.Arbitrary<Inputs>): fc.Arbitrary<Inputs> => families.chain(inputs);

const name = given(interfaceNames);
const twoNames = fc.uniqueArray(name, { minLength: 2, maxLength: 2 });
const place = fc.constantFrom({}, { namespace: "ns0" });
const address6 = given(interfaceAddresses.filter(({ canonical }) => canonical.includes(":")));
const small = fc.record({ mtu: fc.integer({ min: 68, max: 1279 }), addresses: fc.tuple(address6) });
const reject = fc.constantFrom("blackhole", "unreachable", "prohibit");
const network = (family: Family): fc.Arbitrary<unknown> => given(networks(family));
const host = (family: Family): fc.Arbitrary<unknown> => given(hosts(family));
const linkLocal = fc
  .integer({ min: 1, max: 0xffff })
  .map((group) => `fe${group % 2 ? 80 : "b0"}::${group.toString(16)}`);

const links: Contradiction[] = [
  { kind: "bridge", path: "mtu", inputs: fc.tuple(name, small).map(([name, end]) => ({ name, ...end })) },
  ...(["mtu", "peer.mtu"] as const).map((path): Contradiction => ({
    kind: "vethPair",
    path,
    inputs: fc
      .tuple(twoNames, small)
      .map(([[a, b], end]) =>
        path === "mtu" ? { name: a, ...end, peer: { name: b } } : { name: a, peer: { name: b, ...end } },
      ),
  })),
  {
    kind: "vethPair",
    path: "peer.name",
    inputs: fc.tuple(name, place).map(([name, at]) => ({ name, ...at, peer: { name, ...at } })),
  },
  {
    kind: "vethPair",
    path: "master",
    inputs: fc.tuple(twoNames, place, fc.boolean()).map(([[a, b], at, isOwn]) => ({
      ...{ name: a, ...at, master: isOwn ? a : b, peer: { name: b, ...at } },
    })),
  },
  {
    kind: "vethPair",
    path: "peer.master",
    inputs: fc.tuple(twoNames, place, fc.boolean()).map(([[a, b], at, isOwn]) => ({
      ...{ name: a, ...at, peer: { name: b, ...at, master: isOwn ? b : a } },
    })),
  },
];

const routes: [path: string, inputs: fc.Arbitrary<Inputs>][] = [
  ["gateway", inFamily((family) => of({ destination: network(family), gateway: host(other(family)) }))],
  ["gateway", of({ destination: one("::/0"), gateway: host(4) })],
  ["gateway", inFamily((family) => of({ destination: network(family) }))],
  ["gateway", inFamily((family) => of({ destination: network(family), type: reject, gateway: host(family) }))],
  [
    "gateway",
    inFamily((family) =>
      hosts(family).chain(({ given, canonical }) =>
        of({ destination: one("default"), gateway: one(given), source: one(canonical) }),
      ),
    ),
  ],
  ["source", inFamily((family) => of({ destination: network(family), device: name, source: host(other(family)) }))],
  [
    "source",
    inFamily((family) => of({ destination: one("default"), gateway: host(family), source: host(other(family)) })),
  ],
  ["source", of({ destination: network(6), device: name, source: one("::1") })],
  ["device", inFamily((family) => of({ destination: network(family), type: reject, device: name }))],
  ["device", inFamily((family) => of({ destination: network(family), gateway: host(family), device: one("lo") }))],
  ["device", of({ destination: network(6), gateway: linkLocal })],
  ["onlink", inFamily((family) => of({ destination: network(family), gateway: host(family), onlink: one(true) }))],
  ["onlink", inFamily((family) => of({ destination: network(family), device: name, onlink: one(true) }))],
];

const hostPort = fc.integer({ min: 1, max: 65535 });
const twoHosts = (family: Family): fc.Arbitrary<bigint[]> =>
  fc.uniqueArray(hostBits(family), { minLength: 2, maxLength: 2 });

const rules: Contradiction[] = [
  {
    kind: "masquerade",
    path: "toSource",
    inputs: inFamily((family) => of({ source: network(family), toSource: host(other(family)) })),
  },
  {
    kind: "portForward",
    path: "hostAddress",
    inputs: inFamily((family) => of({ hostPort, targetAddress: host(family), hostAddress: host(other(family)) })),
  },
  {
    kind: "portForward",
    path: "targetAddress",
    inputs: inFamily((family) =>
      hosts(family).chain(({ given, canonical }) =>
        of({ hostPort, targetAddress: one(given), hostAddress: one(canonical) }),
      ),
    ),
  },
  {
    kind: "portForward",
    path: "targetNetwork",
    inputs: inFamily((family) =>
      twoHosts(family).chain(([target = 0n, stranger = 0n]) =>
        of({
          ...{ hostPort, targetAddress: one(textOf(family, target)) },
          targetNetwork: fc.constantFrom(textOf(family, stranger), family === 4 ? "fd00::/8" : "10.0.0.0/8"),
        }),
      ),
    ),
  },
  {
    kind: "portForward",
    path: "targetPort",
    inputs: fc.tuple(fc.integer({ min: 1, max: 60000 }), fc.integer({ min: 1, max: 5000 })).chain(([first, more]) =>
      of({
        hostPort: one(`${first}-${first + more}`),
        targetAddress: one("10.0.0.2"),
        targetPort: fc.integer({ min: 65536 - more, max: 65535 }),
      }),
    ),
  },
];

const target = one("ACCEPT");
const firewallRules: [path: string, inputs: fc.Arbitrary<Inputs>][] = [
  ["outInterface", of({ chain: one("INPUT"), outInterface: name, target })],
  ["inInterface", of({ chain: one("OUTPUT"), inInterface: name, target })],
  ["source", inFamily((family) => of({ family: one(family), source: network(other(family)), target }))],
  ["destination", inFamily((family) => of({ source: network(family), destination: network(other(family)), target }))],
  ["protocol", of({ source: network(4), protocol: one("icmpv6"), target })],
  ["protocol", of({ family: one(6), protocol: one("icmp"), target })],
  ["protocol", of({ protocol: fc.constantFrom("icmp", "icmpv6"), sourcePort: hostPort, target })],
  ["protocol", of({ destinationPort: hostPort, target })],
];

const priority = fc.integer({ min: 1, max: 4294967295 });
const policyRules: [path: string, inputs: fc.Arbitrary<Inputs>][] = [
  ["from", inFamily((family) => of({ priority, family: one(family), from: network(other(family)) }))],
  ["to", inFamily((family) => of({ priority, from: network(family), to: network(other(family)) }))],
  ["table", of({ priority, type: reject, table: one(100) })],
  ["suppressPrefixLength", of({ priority, type: reject, suppressPrefixLength: fc.nat(32) })],
  ["suppressPrefixLength", of({ priority, suppressPrefixLength: fc.integer({ min: 33, max: 128 }) })],
];

const tunnel = { name, vni: fc.integer({ min: 1, max: 16777215 }) };
const vxlans: [path: string, inputs: fc.Arbitrary<Inputs>][] = [
  ["remotes", inFamily((family) => of({ ...tunnel, local: host(family), remotes: fc.tuple(host(other(family))) }))],
  ["remotes", of({ ...tunnel, local: one("192.0.2.1"), remotes: one(["192.0.2.2", "192.0.2.1"]) })],
  ["entries", of({ ...tunnel, local: host(6), entries: one([{ mac: "02:00:00:00:00:09", remote: "192.0.2.2" }]) })],
  ["device", name.chain((text) => of({ ...tunnel, name: one(text), local: host(4), device: one(text) }))],
  ["mtu", of({ ...tunnel, local: host(4), mtu: fc.integer({ min: 68, max: 1279 }), addresses: fc.tuple(address6) })],
];

const device = name;
const qdiscs: [path: string, inputs: fc.Arbitrary<Inputs>][] = [
  ["rate", of({ device })],
  ["jitter", of({ device, loss: one("1%"), jitter: one("1ms") })],
  ["burst", of({ device, rate: one("1mbit"), delay: one("1ms"), burst: one("32kb") })],
  ["burst", of({ device, delay: one("1ms"), burst: one("32kb") })],
  ["burst", of({ device, rate: one("32kbit"), burst: one("2mb") })],
  ["latency", of({ device, rate: one("100gbit"), latency: one("1s") })],
  ["latency", of({ device, rate: one("1mbit"), loss: one("1%"), latency: one("1ms") })],
];

export const CONTRADICTIONS: readonly Contradiction[] = [
  ...links,
  ...routes.map(([path, inputs]): Contradiction => ({ kind: "route", path, inputs })),
  ...rules,
  ...qdiscs.map(([path, inputs]): Contradiction => ({ kind: "qdisc", path, inputs })),
  ...vxlans.map(([path, inputs]): Contradiction => ({ kind: "vxlan", path, inputs })),
  ...policyRules.map(([path, inputs]): Contradiction => ({ kind: "rule", path, inputs })),
  ...firewallRules.map(([path, inputs]): Contradiction => ({ kind: "firewallRule", path, inputs })),
  ...NETWORK_CONTRADICTIONS.map(([path, inputs]): Contradiction => ({ kind: "containerNetwork", path, inputs })),
  ...CONTAINER_CONTRADICTIONS.map(([path, inputs]): Contradiction => ({ kind: "container", path, inputs })),
];
