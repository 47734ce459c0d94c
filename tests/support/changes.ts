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
  ...(["masquerade", "portForward", "firewallRule", "sysctl", "service", "rule", "qdisc"] as const),
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
  qdisc: () => ({
    from: { device: "br0", rate: "10mbit" },
    updates: { rate: "20mbit", burst: "64kb", latency: "100ms", owner: OTHER },
    replacements: { device: "br1", namespace: "lab" },
    references: ["device"],
  }),
};

/** What a container has in a network of its number. */
function attached(number: number, others: Inputs = {}): { network: Inputs; address: string } & Inputs {
  const network = { name: `net${number}`, bridge: "br0", subnet: `10.${number}.0.0/24`, gateway: `10.${number}.0.1` };
  return { network, address: `10.${number}.0.7`, ...others };
}

/** What a container in one network changes there. */
function attachedElsewhere(others: Inputs): () => Changes {
  const from = { name: "c", networks: [attached(0)] };
  return () => ({ from, updates: { networks: [attached(0, others)] }, replacements: {}, references: [] });
}

/** What one container of a set changes. */
function inSet(others: Inputs): () => Changes {
  const { network, address } = attached(0);
  const from = { name: "s", network, containers: { p1: { address } } };
  return () => ({
    from,
    updates: { containers: { p1: { address, ...others } } },
    replacements: {},
    references: [],
  });
}

const MORE: Partial<Record<AnyKind, ((number: number) => Changes)[]>> = {
  bridge: [filtering],
  vethPair: [tagged],
  route: [blackhole],
  rule: [unreachable],
  qdisc: [late],
  firewallRule: [ofPorts],
  containerNetwork: [
    (number) => ({
      from: { name: `net${number}`, subnet: `10.${number}.0.0/24`, subnet6: "fd00::/64" },
      updates: { subnet6: "fd01::/64", gateway6: "fd00::9" },
      ...{ replacements: {}, references: [] },
    }),
  ],
  container: [
    attachedElsewhere({ address: "10.0.0.8" }),
    attachedElsewhere({ mac: "02:00:00:00:00:01" }),
    attachedElsewhere({ network: { ...attached(0).network, mtu: 1400 } }),
    attachedElsewhere({ network: { ...attached(0).network, name: "other" } }),
    () => ({ from: { name: "c", network: "none" }, updates: { network: "host" }, replacements: {}, references: [] }),
    () => ({
      from: { name: "c", network: "none", dns: ["10.9.0.2"] },
      updates: { dnsSearch: ["lan"], dnsOptions: ["ndots:2"] },
      ...{ replacements: {}, references: [] },
    }),
  ],
  containerSet: [
    inSet({ address: "10.0.0.8" }),
    inSet({ mac: "02:00:00:00:00:01" }),
    inSet({ aliases: ["db"], hostname: "www", sysctls: { "net.ipv4.ip_forward": "1" } }),
    () => ({
      from: { name: "s", network: attached(0).network, containers: {}, dns: ["10.9.0.2"] },
      updates: { dnsSearch: ["lan"], dnsOptions: ["ndots:2"] },
      ...{ replacements: {}, references: [] },
    }),
  ],
};

function filtering(number: number): Changes {
  const from = { name: `switch${number}`, vlanFiltering: true };
  const updates = { vlanFiltering: false, vlanDefaultPvid: 2, vlans: [{ vid: "2-4" }, { vid: 5, pvid: true }] };
  return { from, updates, replacements: {}, references: [] };
}

function tagged(number: number): Changes {
  const bridgePort = { flood: false, guard: true };
  const vlans = [{ vid: 2 }];
  const peer = { name: `b${number}`, namespace: "site", master: "br0", bridgePort, vlans };
  const from = { name: `a${number}`, master: "br1", vlans, peer };
  const updates = {
    ...{ vlans: [{ vid: "2-4" }], "peer.vlans": [{ vid: 2, untagged: true }] },
    ...{ "peer.bridgePort": { flood: false }, bridgePort: { rootBlock: true } },
  };
  return { from, updates, replacements: {}, references: [] };
}

function ofPorts(): Changes {
  const from = { protocol: "tcp", target: "ACCEPT" };
  return { from, updates: { sourcePort: 53, destinationPort: "8000-8010" }, replacements: {}, references: [] };
}

function blackhole(number: number): Changes {
  const from = { destination: `10.${number}.4.0/24`, type: "blackhole" };
  return { from, updates: { type: "unreachable" }, replacements: {}, references: [] };
}

function unreachable(number: number): Changes {
  const from = { priority: 300 + number, family: 6, type: "unreachable" };
  return { from, updates: { type: "blackhole" }, replacements: { family: 4 }, references: [] };
}

function late(): Changes {
  const from = { device: "br0", delay: "10ms" };
  return { from, updates: { delay: "20ms", jitter: "5ms", loss: "1%" }, replacements: {}, references: [] };
}

/** The inputs with one value changed. */
export function changed(from: Inputs, path: string, value: unknown): Inputs {
  const [name = "", inner] = path.split(".");
  return { ...from, [name]: inner === undefined ? value : { ...(from[name] as object), [inner]: value } };
}
