/*
 * A network that somebody made by hand, on the host and in a namespace, with every property of every kind away from its
 * default at least once; and the program that says the same.
 */

export const COMMANDS = `
ip netns add lab
ip -n lab link set lo up
ip netns exec lab sysctl -q -w net.ipv4.ip_forward=1
ip netns exec lab sysctl -q -w net.ipv6.conf.all.forwarding=1
ip netns exec lab sysctl -q -w net.ipv4.ip_default_ttl=60
ip netns add bare
ip -n bare link set lo up

ip link add br0 type bridge stp_state 1 forward_delay 200
ip link set br0 address 02:00:00:00:00:01 mtu 1400
ip addr add 10.0.0.1/24 dev br0
ip addr add 10.0.9.1/24 dev br0
ip addr add fd00::1/64 dev br0 nodad
ip link set br0 up
ip -n lab link add br1 type bridge
ip link add veth0 mtu 1400 type veth peer name ceth0 mtu 1400 netns lab
ip link set veth0 address 02:00:00:00:00:02 master br0
ip link set veth0 type bridge_slave hairpin off isolated on
ip link set veth0 up
ip -n lab link set ceth0 address 02:00:00:00:00:03
ip -n lab addr add 10.0.0.2/24 dev ceth0
ip -n lab addr add fd00::2/64 dev ceth0 nodad
ip -n lab link set ceth0 up
ip -n lab link add a0 type veth peer name a1
ip -n lab addr add 10.1.0.1/16 dev a0
ip -n lab link set a1 master br1
ip -n lab link set a1 type bridge_slave isolated on hairpin on
ip -n lab link set a0 up
ip -n lab link add b0 mtu 1400 type veth peer name b1 mtu 1400 netns bare
ip -n lab link set b0 up
ip -n bare link set b1 up
ip link add c0 mtu 1400 type veth peer name c1 mtu 1400 netns bare
ip link set c0 master br0 up
ip -n bare addr add 10.0.0.3/24 dev c1
ip -n bare link set c1 up

ip -n lab route add default via 10.0.0.1
ip -n lab route add default via fd00::1
ip -n lab route add 10.20.0.0/16 via 10.0.0.1 dev ceth0 src 10.0.0.2 metric 5 table 100
ip -n lab route add 10.21.0.0/16 via 172.16.0.1 dev ceth0 onlink
ip -n lab route add 10.22.0.0/16 dev ceth0 proto static
ip -n lab route add fd22::/64 via fd00::1 metric 7
ip route add blackhole 10.30.0.0/16
ip route add unreachable fd30::/64
ip route add prohibit 10.31.0.0/16 metric 4

iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -o enp0s1 -j MASQUERADE
iptables -A FORWARD -i br0 -o enp0s1 -j ACCEPT
iptables -A FORWARD -i enp0s1 -o br0 -m state --state RELATED,ESTABLISHED -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.5.0.0/16 -o br0 -m comment --comment kept -j SNAT --to-source 10.0.0.1
ip6tables -t nat -A POSTROUTING -s fd00::/64 ! -d fd00::/64 -j MASQUERADE
ip6tables -A FORWARD -s fd00::/64 ! -d fd00::/64 -i br0 -j ACCEPT
ip6tables -A FORWARD ! -s fd00::/64 -d fd00::/64 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
nsenter --net=/run/netns/lab iptables -t nat -A POSTROUTING -s 10.1.0.0/16 -o ceth0 -j MASQUERADE

iptables -t nat -A PREROUTING -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
iptables -t nat -A OUTPUT -d 192.168.64.5 -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.2:80
iptables -A FORWARD -d 10.0.0.2 -o br0 -p tcp --dport 80 -j ACCEPT
iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -d 10.0.0.2 -p tcp --dport 80 -j MASQUERADE
iptables -t nat -A PREROUTING -m addrtype --dst-type LOCAL -p udp --dport 5000:5009 -j DNAT --to-destination 10.0.0.3:6000-6009/5000
iptables -t nat -A OUTPUT -m addrtype --dst-type LOCAL -p udp --dport 5000:5009 -j DNAT --to-destination 10.0.0.3:6000-6009/5000
ip6tables -t nat -A PREROUTING -d fd00::1 -p tcp --dport 443 -j DNAT --to-destination fd00::2
ip6tables -t nat -A OUTPUT -d fd00::1 -p tcp --dport 443 -j DNAT --to-destination fd00::2
nsenter --net=/run/netns/lab iptables -t nat -A PREROUTING -d 10.0.0.2 -p tcp --dport 22 -j DNAT --to-destination 10.1.0.9:22
nsenter --net=/run/netns/lab iptables -t nat -A OUTPUT -d 10.0.0.2 -p tcp --dport 22 -j DNAT --to-destination 10.1.0.9:22
`;

/** What is not imported, and must not be touched: beside the network and among its rules. */
export const CANARIES = `
sysctl -q -w net.ipv4.ip_forward=1
sysctl -q -w net.ipv6.conf.all.forwarding=1
ip link add canary0 type bridge
ip link set canary0 alias by-hand
ip route add 10.99.0.0/16 dev enp0s1
iptables -t nat -A POSTROUTING -s 10.99.0.0/16 -o canary0 -j MASQUERADE
iptables -A FORWARD -i canary0 -o enp0s1 -j ACCEPT
iptables -A FORWARD -p icmp -j ACCEPT
`;

/** Each resource of the program by its name: its kind, its id and its arguments as JavaScript. */
export const RESOURCES: Record<string, [kind: string, id: string, args: string]> = {
  lab: [
    "Namespace",
    "lab",
    `{ sysctls: { "net.ipv4.ip_forward": "1", "net.ipv6.conf.all.forwarding": "1", "net.ipv4.ip_default_ttl": "60" } }`,
  ],
  bare: ["Namespace", "bare", "{}"],
  br0: [
    "Bridge",
    "br0",
    `{ addresses: ["fd00::1/64", "10.0.0.1/24", "10.0.9.1/24"], mac: "02:00:00:00:00:01", mtu: 1400, stp: true, forward: false }`,
  ],
  br1: ["Bridge", "lab/br1", `{ namespace: "lab", up: false, forward: false }`],
  veth0: [
    "VethPair",
    "veth0",
    `{ master: "br0", mac: "02:00:00:00:00:02", mtu: 1400, hairpin: false, isolated: true, peer: { name: "ceth0",
       namespace: "lab", addresses: ["10.0.0.2/24", "fd00::2/64"], mac: "02:00:00:00:00:03", mtu: 1400 } }`,
  ],
  a0: [
    "VethPair",
    "lab/a0",
    `{ namespace: "lab", addresses: ["10.1.0.1/16"],
       peer: { name: "a1", namespace: "lab", master: "br1", isolated: true, up: false } }`,
  ],
  b0: ["VethPair", "lab/b0", `{ namespace: "lab", mtu: 1400, peer: { name: "b1", namespace: "bare", mtu: 1400 } }`],
  // Its first end is the one in the namespace; the other one lies where no namespace has a name.
  c1: [
    "VethPair",
    "bare/c1",
    `{ namespace: "bare", addresses: ["10.0.0.3/24"], mtu: 1400,
       peer: { name: "c0", master: "br0", hairpin: false, mtu: 1400 } }`,
  ],
  default4: ["Route", "lab/default", `{ namespace: "lab", destination: "default", gateway: "10.0.0.1" }`],
  default6: ["Route", "lab/::/0", `{ namespace: "lab", destination: "::/0", gateway: "fd00::1" }`],
  sourced: [
    "Route",
    "lab/10.20.0.0/16@5@100",
    `{ namespace: "lab", destination: "10.20.0.0/16", gateway: "10.0.0.1", source: "10.0.0.2", metric: 5, table: 100 }`,
  ],
  onlink: [
    "Route",
    "lab/10.21.0.0/16",
    `{ namespace: "lab", destination: "10.21.0.0/16", gateway: "172.16.0.1", device: "ceth0", onlink: true }`,
  ],
  device: ["Route", "lab/10.22.0.0/16", `{ namespace: "lab", destination: "10.22.0.0/16", device: "ceth0" }`],
  metric6: [
    "Route",
    "lab/fd22::/64@7",
    `{ namespace: "lab", destination: "fd22::/64", gateway: "fd00::1", metric: 7 }`,
  ],
  blackhole: ["Route", "10.30.0.0/16", `{ destination: "10.30.0.0/16", type: "blackhole" }`],
  unreachable: ["Route", "fd30::/64", `{ destination: "fd30::/64", type: "unreachable" }`],
  prohibit: ["Route", "10.31.0.0/16@4", `{ destination: "10.31.0.0/16", type: "prohibit", metric: 4 }`],
  out: ["Masquerade", "10.0.0.0/24@enp0s1", `{ source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: "br0" }`],
  snat: [
    "Masquerade",
    "10.5.0.0/16@br0",
    `{ source: "10.5.0.0/16", outInterface: "br0", toSource: "10.0.0.1", forward: false }`,
  ],
  any6: ["Masquerade", "fd00::/64", `{ source: "fd00::/64", inInterface: "br0" }`],
  inner: [
    "Masquerade",
    "lab/10.1.0.0/16@ceth0",
    `{ namespace: "lab", source: "10.1.0.0/16", outInterface: "ceth0", forward: false }`,
  ],
  web: [
    "PortForward",
    "192.168.64.5:8080/tcp",
    `{ hostAddress: "192.168.64.5", hostPort: 8080, targetAddress: "10.0.0.2", targetPort: 80,
       targetNetwork: "10.0.0.0/24", outInterface: "br0" }`,
  ],
  range: [
    "PortForward",
    ":5000-5009/udp",
    `{ hostPort: "5000-5009", protocol: "udp", targetAddress: "10.0.0.3", targetPort: 6000 }`,
  ],
  web6: ["PortForward", "[fd00::1]:443/tcp", `{ hostAddress: "fd00::1", hostPort: 443, targetAddress: "fd00::2" }`],
  ssh: [
    "PortForward",
    "lab/10.0.0.2:22/tcp",
    `{ namespace: "lab", hostAddress: "10.0.0.2", hostPort: 22, targetAddress: "10.1.0.9" }`,
  ],
};

/** One property of some resource of each kind, changed. */
export const CHANGES: Record<string, string> = {
  lab: `{ sysctls: { "net.ipv4.ip_default_ttl": "61" } }`,
  br0: `{ stp: false }`,
  br1: `{ forward: true }`,
  veth0: `{ isolated: false }`,
  a0: `{ addresses: ["10.1.0.2/16"] }`,
  sourced: `{ source: undefined }`,
  device: `{ metric: 3 }`,
  blackhole: `{ type: "unreachable" }`,
  prohibit: `{ metric: 6 }`,
  out: `{ toSource: "192.168.64.5" }`,
  any6: `{ inInterface: undefined }`,
  inner: `{ forward: true }`,
  web: `{ targetPort: 81 }`,
  ssh: `{ targetNetwork: "10.1.0.0/16" }`,
};

/** The program; each resource imports its object, or is changed. */
export function programText(options: { imports?: boolean; changes?: Record<string, string> } = {}): string {
  return Object.entries(RESOURCES)
    .map(([name, [kind, id, args]]) => {
      const change = options.changes?.[name] ?? "{}";
      const opts = options.imports ? `, { import: ${JSON.stringify(id)} }` : "";
      return `new linuxnet.${kind}("${name}", { ...${args}, ...${change} }${opts});`;
    })
    .join("\n");
}

export function linesOf(commands: string): string[] {
  return commands.split("\n").filter((line) => line !== "");
}
