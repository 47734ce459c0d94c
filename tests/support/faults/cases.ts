import type { AnyKind, Inputs } from "../plan";
import { owner } from "../owner";
import { COMPOSED } from "../changes";
import { COMPOSED_CASES } from "./composed";
import { BLUE, RED } from "./places";
import { Subject } from "./subject";

const OWNER = owner("of a fault");
const ON_HOST = ["10.0.0.1/24", "fd00::1/64"];
const OTHERS = ["10.0.0.2/24", "fd00::2/64"];

/** Every kind, on the host and in namespaces, of both families. */
const TABLE: [AnyKind, first: Inputs, change: Inputs][] = [
  ["namespace", { name: "ns0" }, { adopt: true }],
  [
    "namespace",
    { name: "ns0", sysctls: { "net.ipv4.ip_forward": "0", "net.ipv6.conf.all.forwarding": "0" } },
    { sysctls: { "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1" } },
  ],
  [
    "namespace",
    { name: "ns0", sysctls: { "net.ipv4.ip_forward": "1", "net.ipv4.conf.lo.rp_filter": "2" } },
    { sysctls: { "net.ipv4.ip_forward": "0", "net.ipv4.conf.lo.rp_filter": "1" }, owner: owner("renamed") },
  ],
  ["bridge", { name: "br0", addresses: ON_HOST }, { addresses: OTHERS, mtu: 1400, stp: true, forward: false }],
  [
    "bridge",
    { namespace: RED, name: "br0", stp: true, mac: "02:00:00:00:00:01" },
    { mac: "02:00:00:00:00:02", addresses: ON_HOST, owner: owner("renamed") },
  ],
  ["bridge", { name: "br0", addresses: ["10.0.0.1/24"], up: false, mtu: 1000 }, { up: true, mtu: 1500 }],
  [
    "vethPair",
    { name: "veth0", addresses: ON_HOST, peer: { name: "eth0", namespace: RED, addresses: OTHERS } },
    {
      ...{ addresses: ["10.0.0.1/16", "fd00::1/56"], mac: "02:00:00:00:00:01" },
      peer: { name: "eth0", namespace: RED, addresses: ["10.0.0.2/24", "10.0.0.3/24"], mtu: 1400 },
    },
  ],
  [
    "vethPair",
    { namespace: RED, name: "veth0", master: "m0", peer: { namespace: BLUE, name: "eth0", addresses: ON_HOST } },
    {
      ...{ master: "m1", hairpin: false, isolated: true, owner: owner("renamed") },
      peer: { namespace: BLUE, name: "eth0", addresses: OTHERS, mac: "02:00:00:00:00:01" },
    },
  ],
  [
    "vethPair",
    { namespace: RED, name: "veth0", up: false, peer: { name: "eth0", master: "m0" } },
    { up: true, addresses: ON_HOST, peer: { name: "eth0", addresses: OTHERS } },
  ],
  ["vethPair", { name: "veth0", peer: { name: "veth1" } }, { mtu: 1000, peer: { name: "veth1", up: false } }],
  [
    "vxlan",
    { name: "vx0", vni: 42, local: "10.7.0.1", remotes: ["10.7.0.2"], addresses: ["10.0.0.1/24"] },
    { local: "10.7.0.9", remotes: ["10.7.0.3", "10.7.0.4"], addresses: ["10.0.0.2/24"], mtu: 1400, learning: false },
  ],
  [
    "vxlan",
    { namespace: RED, name: "vx0", vni: 42, local: "fd07::1", master: "m0", entries: [] },
    {
      ...{ device: "out0", entries: [{ mac: "02:00:00:00:00:09", remote: "fd07::2" }], remotes: ["fd07::2"] },
      ...{ master: "m1", isolated: true, mac: "02:00:00:00:00:01", owner: owner("renamed") },
    },
  ],
  ["route", { destination: "10.1.0.0/16", gateway: "10.7.0.2" }, { gateway: "10.8.0.3", source: "10.8.0.1" }],
  ["route", { destination: "10.1.0.0/16", gateway: "10.7.0.2" }, { gateway: "10.7.0.3", metric: 5 }],
  [
    "route",
    { namespace: RED, destination: "fd01::/64", gateway: "fd07::2", device: "out0", table: "100" },
    { gateway: "fd08::2", device: "out1", metric: 5 },
  ],
  ["route", { namespace: RED, destination: "default", gateway: "10.7.0.2", metric: 50 }, { gateway: "fd07::2" }],
  ["route", { destination: "fd02::/64", type: "blackhole" }, { type: "unreachable" }],
  ["masquerade", { source: "10.0.0.0/16", outInterface: "out0", inInterface: "m0" }, { toSource: "10.7.0.1" }],
  ["masquerade", { namespace: BLUE, source: "fd00::/64" }, { source: "10.0.0.0/16" }],
  [
    "masquerade",
    { namespace: BLUE, source: "10.0.0.0/16", forward: false },
    { forward: true, owner: owner("renamed") },
  ],
  ["portForward", { hostPort: 8080, targetAddress: "10.7.0.2" }, { hostAddress: "192.168.64.5", targetPort: 80 }],
  [
    "portForward",
    { namespace: BLUE, hostPort: "8000-8010", targetAddress: "fd07::2", protocol: "udp" },
    { targetAddress: "10.7.0.2", protocol: "tcp", targetPort: 90 },
  ],
  [
    "portForward",
    { namespace: BLUE, hostAddress: "127.0.0.1", hostPort: 80, targetAddress: "10.7.0.2", outInterface: "out0" },
    { hostAddress: undefined, targetAddress: "10.7.0.3", owner: owner("renamed") },
  ],
  ["firewallRule", { inInterface: "m0", outInterface: "out0", target: "ACCEPT" }, { family: 4, priority: 5 }],
  [
    "firewallRule",
    { namespace: BLUE, source: "10.0.0.0/16", states: ["NEW"], target: "DROP" },
    { chain: "INPUT", source: "fd00::/64", owner: owner("renamed") },
  ],
  [
    "rule",
    { priority: 100, from: "10.1.0.0/16", table: 100 },
    { from: "10.2.0.0/16", type: "blackhole", table: undefined },
  ],
  [
    "rule",
    { namespace: BLUE, priority: 100, family: 6, inInterface: "m0", type: "unreachable" },
    { inInterface: undefined, to: "fd09::/64", fwmark: "0x1/0xff", owner: owner("renamed") },
  ],
  ["qdisc", { device: "out0", rate: "10mbit" }, { rate: "20mbit", burst: "64kb" }],
  [
    "qdisc",
    { namespace: BLUE, device: "m0", rate: "1gbit", latency: "20ms" },
    { rate: "800kbit", owner: owner("renamed") },
  ],
  ["sysctl", { key: "net.ipv4.tcp_sack", value: "0" }, { value: "2" }],
  [
    "sysctl",
    { namespace: BLUE, key: "net.ipv4.ip_forward", value: "1" },
    { key: "net.ipv4.tcp_sack", value: "0", owner: owner("renamed") },
  ],
  ["service", { name: "s0", namespace: BLUE, command: ["sleep", "1000"] }, { command: ["sleep", "2000"] }],
  ["service", { name: "s0", command: ["sleep", "1000"] }, { restart: "no", owner: owner("renamed") }],
  ...COMPOSED_CASES,
];

/** A resource, and the inputs that it changes to in place. */
export const SUBJECTS: readonly Subject[] = TABLE.map(
  ([kind, first, change]) =>
    new Subject(kind, { owner: OWNER, ...first }, defined({ owner: OWNER, ...first, ...change })),
);

/** Without what a change takes out of the program. */
function defined(inputs: Inputs): Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/** How many resources of its kind come before one. */
export function rank(subject: Subject): number {
  return SUBJECTS.filter(({ kind }) => kind === subject.kind).indexOf(subject);
}

export const LINKS: readonly AnyKind[] = ["namespace", "bridge", "vethPair", "route"];

/** The kinds that all others are made of, or made like. */
const BASIC: readonly AnyKind[] = [...LINKS, "masquerade", "portForward"];

/**
 * Of how many gaps or faults of a resource one is tried: of the first of each basic kind every one, fewer of more of it, of
 * the other kinds and of what is composed.
 */
export function stride(subject: Subject): number {
  if (COMPOSED.some((kind) => kind === subject.kind)) return 60;
  if (!BASIC.includes(subject.kind)) return 10;
  return rank(subject) === 0 ? 1 : 5;
}
