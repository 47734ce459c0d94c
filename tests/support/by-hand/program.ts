/* The program that says what commands.ts makes. */

/** Each resource of the program by its name: its kind, its id and its arguments. */
export const RESOURCES: Record<string, [kind: string, id: string, args: object]> = {
  lab: [
    "Namespace",
    "lab",
    { sysctls: { "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1", "net.ipv4.ip_default_ttl": "60" } },
  ],
  plain: ["Namespace", "bare", { name: "bare" }],
  br0: [
    "Bridge",
    "br0",
    {
      addresses: ["fd00::1/64", "10.0.0.1/24", "10.0.9.1/24"],
      mac: "02:00:00:00:00:01",
      mtu: 1400,
      stp: true,
      forward: false,
    },
  ],
  down: ["Bridge", "lab/br1", { name: "br1", namespace: "lab", mtu: 1300, up: false, forward: false }],
  br2: ["Bridge", "br2", {}],
  veth0: [
    "VethPair",
    "veth0",
    {
      master: "br0",
      mac: "02:00:00:00:00:02",
      mtu: 1400,
      hairpin: false,
      isolated: true,
      bridgePort: { learning: false, guard: true },
      peer: {
        name: "ceth0",
        namespace: "lab",
        addresses: ["10.0.0.2/24", "fd00::2/64"],
        mac: "02:00:00:00:00:03",
        mtu: 1400,
      },
    },
  ],
  a0: [
    "VethPair",
    "lab/a0",
    {
      namespace: "lab",
      addresses: ["10.1.0.1/16"],
      peer: {
        ...{ name: "a1", namespace: "lab", master: "br1", isolated: true, up: false },
        bridgePort: { mcastFlood: false, priority: 5 },
      },
    },
  ],
  cable: [
    "VethPair",
    "lab/b0",
    { name: "b0", namespace: "lab", mtu: 1400, peer: { name: "b1", namespace: "bare", mtu: 1400 } },
  ],
  // Its first end is the one in the namespace; the other one lies where no namespace has a name.
  c1: [
    "VethPair",
    "bare/c1",
    {
      namespace: "bare",
      addresses: ["10.0.0.3/24"],
      mtu: 1400,
      peer: { name: "c0", master: "br0", hairpin: false, mtu: 1400 },
    },
  ],
  d0: ["VethPair", "lab/d0", { namespace: "lab", up: false, peer: { name: "d1", namespace: "lab" } }],
  vx0: [
    "Vxlan",
    "lab/vx0",
    {
      ...{ namespace: "lab", vni: 42, local: "10.0.0.2", device: "ceth0", port: 8472, learning: false, mtu: 1300 },
      ...{ mac: "02:00:00:00:00:04", master: "br1", hairpin: true, isolated: true, bridgePort: { learning: false } },
      ...{ remotes: ["10.0.0.8", "10.0.0.9"], entries: [{ mac: "02:00:00:00:00:05", remote: "10.0.0.9" }], up: false },
    },
  ],
  tunnel: [
    "Vxlan",
    "vx1",
    { name: "vx1", vni: 43, local: "10.0.0.1", remotes: ["10.0.0.9"], addresses: ["10.40.0.1/24"], mtu: 1350 },
  ],
  default4: ["Route", "lab/default", { namespace: "lab", destination: "default", gateway: "10.0.0.1" }],
  default6: ["Route", "lab/::/0", { namespace: "lab", destination: "::/0", gateway: "fd00::1" }],
  sourced: [
    "Route",
    "lab/10.20.0.0/16@5@100",
    { namespace: "lab", destination: "10.20.0.0/16", gateway: "10.0.0.1", source: "10.0.0.2", metric: 5, table: 100 },
  ],
  onlink: [
    "Route",
    "lab/10.21.0.0/16",
    { namespace: "lab", destination: "10.21.0.0/16", gateway: "172.16.0.1", device: "ceth0", onlink: true },
  ],
  device: ["Route", "lab/10.22.0.0/16", { namespace: "lab", destination: "10.22.0.0/16", device: "ceth0" }],
  metric6: ["Route", "lab/fd22::/64@7", { namespace: "lab", destination: "fd22::/64", gateway: "fd00::1", metric: 7 }],
  blackhole: ["Route", "10.30.0.0/16", { destination: "10.30.0.0/16", type: "blackhole" }],
  unreachable: ["Route", "fd30::/64", { destination: "fd30::/64", type: "unreachable" }],
  prohibit: ["Route", "10.31.0.0/16@4", { destination: "10.31.0.0/16", type: "prohibit", metric: 4 }],
  marked: [
    "Rule",
    "lab/100",
    {
      ...{ namespace: "lab", priority: 100, from: "10.0.0.0/24", to: "10.20.0.0/16", fwmark: "0x1/0xff" },
      ...{ inInterface: "a0", outInterface: "ceth0", table: 100, suppressPrefixLength: 8 },
    },
  ],
  prohibit6: [
    "Rule",
    "lab/101@inet6",
    { namespace: "lab", priority: 101, family: 6, from: "fd99::/64", type: "prohibit" },
  ],
  other: ["Rule", "102", { priority: 102, to: "10.99.1.0/24", table: 100 }],
  out: ["Masquerade", "10.0.0.0/24@enp0s1", { source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: "br0" }],
  snat: [
    "Masquerade",
    "10.5.0.0/16@br0",
    { source: "10.5.0.0/16", outInterface: "br0", toSource: "10.0.0.1", forward: false },
  ],
  any6: ["Masquerade", "fd00::/64", { source: "fd00::/64", inInterface: "br0" }],
  inner: [
    "Masquerade",
    "lab/10.1.0.0/16@ceth0",
    { namespace: "lab", source: "10.1.0.0/16", outInterface: "ceth0", forward: false },
  ],
  web: [
    "PortForward",
    "192.168.64.5:8080/tcp",
    {
      hostAddress: "192.168.64.5",
      hostPort: 8080,
      targetAddress: "10.0.0.2",
      targetPort: 80,
      targetNetwork: "10.0.0.0/24",
      outInterface: "br0",
    },
  ],
  range: [
    "PortForward",
    ":5000-5009/udp",
    { hostPort: "5000-5009", protocol: "udp", targetAddress: "10.0.0.3", targetPort: 6000 },
  ],
  sctp: [
    "PortForward",
    "192.168.64.5:3868/sctp",
    { hostAddress: "192.168.64.5", hostPort: 3868, protocol: "sctp", targetAddress: "10.0.0.2" },
  ],
  local: ["PortForward", "127.0.0.1:9090/tcp", { hostAddress: "127.0.0.1", hostPort: 9090, targetAddress: "10.0.0.2" }],
  web6: ["PortForward", "[fd00::1]:443/tcp", { hostAddress: "fd00::1", hostPort: 443, targetAddress: "fd00::2" }],
  ssh: [
    "PortForward",
    "lab/10.0.0.2:22/tcp",
    { namespace: "lab", hostAddress: "10.0.0.2", hostPort: 22, targetAddress: "10.1.0.9" },
  ],
};

/** One property of some resource of each kind, changed. */
export const CHANGES: Record<string, object> = {
  lab: { sysctls: { "net.ipv4.ip_default_ttl": "61" } },
  br0: { stp: false },
  down: { forward: true },
  br2: { forward: false },
  veth0: { isolated: false },
  a0: { addresses: ["10.1.0.2/16"] },
  vx0: { remotes: ["10.0.0.8"], learning: true },
  tunnel: { mtu: 1340, entries: [{ mac: "02:00:00:00:00:06", remote: "10.0.0.9" }] },
  sourced: { source: undefined },
  device: { metric: 3 },
  blackhole: { type: "unreachable" },
  prohibit: { metric: 6 },
  marked: { fwmark: "0x2/0xff" },
  other: { to: "10.99.2.0/24" },
  out: { toSource: "192.168.64.5" },
  any6: { inInterface: undefined },
  inner: { forward: true },
  web: { targetPort: 81 },
  ssh: { targetNetwork: "10.1.0.0/16" },
};

/** The program, or some resources of it; each imports its object, or is changed. */
export function programText(
  options: { names?: string[]; imports?: boolean; changes?: Record<string, object> } = {},
): string {
  return Object.entries(RESOURCES)
    .filter(([name]) => options.names?.includes(name) ?? true)
    .map(([name, [kind, id, args]]) => {
      const opts = options.imports ? `, { import: ${JSON.stringify(id)} }` : "";
      return `new linuxnet.${kind}("${name}", ${JSON.stringify({ ...args, ...options.changes?.[name] })}${opts});`;
    })
    .join("\n");
}
