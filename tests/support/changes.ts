import { MORE } from "./changes-together";
import type { AnyKind, Inputs, Kind } from "./plan";
import { OTHER } from "./plan";

/** What each property's change does to a resource. A property that has rules with others has a resource of its own. */
export interface Changes {
  /** What stands. Those of different numbers may stand side by side, in one namespace with bridges br0 and br1. */
  from: Inputs;
  /** Changes in place, one each. `a.b` names a property of an object. */
  updates: Inputs;
  replacements: Inputs;
  /** Names of other objects: a change replaces while it is unknown which is meant. */
  references: string[];
}

/** Every property of every kind, for the resource of a number from 0 to 63. */
export function changesOf(kind: AnyKind, number: number): [Changes, ...Changes[]] {
  return [TABLES[kind](number), ...(MORE[kind]?.map((more) => more(number)) ?? [])];
}

export const KINDS: readonly Kind[] = [
  ...(["namespace", "bridge", "vethPair", "route"] as const),
  ...(["masquerade", "portForward", "firewallRule", "sysctl", "service", "rule", "qdisc", "vxlan"] as const),
];

/** Those that are composed of several objects. */
export const COMPOSED = ["containerNetwork", "container", "containerSet"] as const;

const TCP = ["tcp_sack", "tcp_timestamps", "tcp_window_scaling", "tcp_mtu_probing"];
const IPV6 = ["accept_redirects", "autoconf", "accept_dad", "ndisc_notify"];

const TABLES: Record<AnyKind, (number: number) => Changes> = {
  namespace: (number) => ({
    from: { name: `ns${number}`, sysctls: { "net.ipv4.ip_forward": "1" } },
    updates: { sysctls: {}, adopt: true, owner: OTHER },
    replacements: { name: `other${number}` },
    references: [],
  }),
  bridge: (number) => ({
    from: { name: `switch${number}`, addresses: [`10.${number}.1.1/24`] },
    updates: {
      ...{ addresses: [`10.${number}.1.2/24`], mac: "02:00:00:00:00:01", mtu: 1400, stp: true, up: false },
      ...{ forward: false, adopt: true, owner: OTHER },
    },
    replacements: { name: `other${number}`, namespace: "lab" },
    references: [],
  }),
  vethPair: (number) => ({
    from: { name: `a${number}`, master: "br0", peer: { name: `b${number}`, namespace: "site" } },
    updates: {
      ...{ addresses: [`10.${number}.2.1/24`], mac: "02:00:00:00:00:01", mtu: 1400, master: "br1", up: false },
      ...{ hairpin: false, isolated: true, bridgePort: { learning: false, cost: 50 }, adopt: true, owner: OTHER },
      ...{ "peer.addresses": [`10.${number}.3.1/24`], "peer.mac": "02:00:00:00:00:01", "peer.mtu": 1400 },
      ...{ "peer.master": "br1", "peer.up": false, "peer.hairpin": true, "peer.isolated": true },
    },
    replacements: { name: `c${number}`, namespace: "lab", "peer.name": `c${number}`, "peer.namespace": "lab" },
    references: ["master", "peer.master", "peer"],
  }),
  route: (number) => ({
    from: { destination: `10.${number}.4.0/24`, gateway: "10.0.0.1", device: "br0", source: "10.0.0.2" },
    updates: {
      ...{ gateway: "10.0.0.3", device: "br1", source: "10.0.0.4", metric: 5, onlink: true, adopt: true, owner: OTHER },
    },
    replacements: { destination: `10.${number}.5.0/24`, namespace: "lab", table: 100 },
    references: ["gateway", "device", "source"],
  }),
  masquerade: (number) => ({
    from: { source: `10.${number}.0.0/16`, outInterface: "eth0" },
    updates: {
      ...{ source: `10.${number}.6.0/24`, outInterface: "eth1", inInterface: "br0", toSource: "192.0.2.1" },
      ...{ forward: false, owner: OTHER },
    },
    replacements: { namespace: "lab" },
    references: [],
  }),
  portForward: (number) => ({
    from: { hostPort: 1000 + 100 * number, targetAddress: "10.0.0.7" },
    updates: {
      ...{ hostAddress: "192.0.2.1", hostPort: `${1000 + 100 * number}-${1009 + 100 * number}`, protocol: "udp" },
      ...{ targetAddress: "10.0.0.8", targetPort: 81, targetNetwork: "10.0.0.0/24", outInterface: "br0", owner: OTHER },
    },
    replacements: { namespace: "lab" },
    references: [],
  }),
  firewallRule: (number) => ({
    from: { destination: `10.${number}.7.0/24`, target: "ACCEPT" },
    updates: {
      ...{ chain: "OUTPUT", family: 4, source: `10.${number}.8.0/24`, destination: `10.${number}.9.0/24` },
      ...{ inInterface: "br0", outInterface: "br1", protocol: "icmp", states: ["NEW"], target: "REJECT" },
      ...{ priority: 5, owner: OTHER },
    },
    replacements: { namespace: "lab" },
    references: [],
  }),
  sysctl: (number) => ({
    from: { key: `net.ipv4.${TCP[number % 4]}`, value: "1" },
    updates: { key: `net.ipv6.conf.all.${IPV6[number % 4]}`, value: "0", owner: OTHER },
    replacements: { namespace: "lab" },
    references: [],
  }),
  containerNetwork: (number) => ({
    from: { name: `net${number}`, bridge: `br-net${number}`, subnet: `10.${number}.0.0/24` },
    updates: {
      ...{ subnet: `10.${number}.1.0/24`, subnet6: "fd00::/64", gateway: `10.${number}.0.9`, uplink: "eth0" },
      ...{ internal: true, isolated: true, mtu: 1400, owner: OTHER },
    },
    replacements: { name: `other${number}`, namespace: "lab", bridge: "bridge0" },
    references: [],
  }),
  container: (number) => ({
    from: { name: `c${number}`, networks: [attached(number)] },
    updates: {
      ...{ networks: [], publish: [`${8000 + number}:80`], sysctls: { "net.ipv4.ip_forward": "1" }, owner: OTHER },
      ...{ hostname: "www", hosts: { db: "10.9.0.1" }, dns: ["10.9.0.2"] },
    },
    replacements: { name: `other${number}` },
    references: [],
  }),
  containerSet: (number) => ({
    from: { name: `s${number}`, network: attached(number).network, containers: { p1: {}, p2: {} } },
    updates: {
      ...{ network: { ...attached(number).network, mtu: 1400 }, hosts: { db: "10.9.0.1" }, dns: ["10.9.0.2"] },
      ...{ containers: { p1: {}, p3: { publish: ["8080:80"] } }, owner: OTHER },
    },
    replacements: { name: `other${number}` },
    references: [],
  }),
  service: (number) => ({
    from: { name: `service${number}`, command: ["sleep", "1000"] },
    updates: {
      ...{ command: ["sleep", "2000"], workingDirectory: "/tmp", environment: { A: "b c" }, user: "root" },
      ...{ restart: "on-failure", restartDelay: 0.5, logFile: "/run/service.log", owner: OTHER },
    },
    replacements: { name: `other${number}`, namespace: "lab" },
    references: [],
  }),
  rule: (number) => ({
    from: { priority: 100 + number, from: `10.${number}.1.0/24`, table: 100 },
    updates: {
      ...{
        from: `10.${number}.2.0/24`,
        to: "10.0.0.0/8",
        inInterface: "br0",
        outInterface: "eth0",
        fwmark: "0x1/0xff",
      },
      ...{ table: 101, suppressPrefixLength: 0, owner: OTHER },
    },
    replacements: { priority: 200 + number, namespace: "lab" },
    references: [],
  }),
  reachable: () => ({
    from: { to: "127.0.0.1" },
    updates: { from: "lab", to: "127.0.0.1:9", protocol: "udp", expect: "refused", timeout: 2, owner: OTHER },
    replacements: {},
    references: ["from"],
  }),
  qdisc: () => ({
    from: { device: "br0", rate: "10mbit" },
    updates: { rate: "20mbit", burst: "64kb", latency: "100ms", owner: OTHER },
    replacements: { device: "br1", namespace: "lab" },
    references: ["device"],
  }),
  vxlan: (number) => ({
    from: { name: `vx${number}`, vni: 1000 + number, local: "192.0.2.1", remotes: ["192.0.2.2"], master: "br0" },
    updates: {
      ...{ local: "192.0.2.9", remotes: ["192.0.2.3"], entries: [{ mac: "02:00:00:00:00:09", remote: "192.0.2.2" }] },
      ...{ device: "br1", learning: false, addresses: [`10.${number}.7.1/24`], mac: "02:00:00:00:00:01", mtu: 1400 },
      ...{ master: "br1", up: false, hairpin: true, isolated: true, bridgePort: { learning: false, cost: 50 } },
      ...{ adopt: true, owner: OTHER },
    },
    replacements: { name: `vy${number}`, namespace: "lab", vni: 2000 + number, port: 8472 },
    references: ["master", "device"],
  }),
};

/** What a container has in a network of its number. */
export function attached(number: number, others: Inputs = {}): { network: Inputs; address: string } & Inputs {
  const network = { name: `net${number}`, bridge: "br0", subnet: `10.${number}.0.0/24`, gateway: `10.${number}.0.1` };
  return { network, address: `10.${number}.0.7`, ...others };
}

/** The inputs with one value changed. */
export function changed(from: Inputs, path: string, value: unknown): Inputs {
  const [name = "", inner] = path.split(".");
  return { ...from, [name]: inner === undefined ? value : { ...(from[name] as object), [inner]: value } };
}
