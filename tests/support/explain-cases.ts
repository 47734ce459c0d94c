import type { Reason } from "../../provider/packets/reasons";

export interface Case {
  what: string;
  /** What breaks the network, a command a line. */
  broken?: string;
  from: string;
  to: string;
  udp?: boolean;
  reason?: Reason;
  /** Where it ends. */
  at?: string;
  /** What the text must tell. */
  text?: RegExp;
  rule?: RegExp;
  /** The fix that is to help, by its number. */
  fix?: number;
}

export const CASES: Case[] = [
  { what: "from a container to the internet", from: "ns0", to: "8.8.8.8" },
  { what: "past raw", broken: "iptables -t raw -A PREROUTING -d 10.0.0.2 -j DROP", from: "ns0", to: "8.8.8.8" },
  { what: "from a container to its neighbour", from: "ns0", to: "10.0.0.3" },
  { what: "from a container to its gateway", from: "ns0", to: "10.0.0.1" },
  { what: "from a container to itself", from: "ns0", to: "10.0.0.2" },
  { what: "from the host to a container", from: "host", to: "10.0.0.2" },
  { what: "from outside to a published port", from: "wan", to: "192.168.64.5:8080" },
  { what: "from the host to its own published port", from: "host", to: "192.168.64.5:8080" },
  { what: "from a container to a server beside it", from: "ns1", to: "10.0.0.2:80" },
  { what: "a datagram to a server", from: "ns1", to: "10.0.0.2:53", udp: true },
  {
    what: "overlapping subnets",
    broken: `
ip link set veth0 nomaster
ip link set veth1 nomaster
ip link del br0
ip addr add 10.0.0.1/24 dev veth0
ip addr add 10.0.0.1/24 dev veth1`,
    ...{
      from: "host",
      to: "10.0.0.3",
      reason: "wrong-interface",
      at: "host",
      text: /10\.0\.0\.0\/24 is on veth0 and on veth1/,
    },
  },
  {
    what: "no default route",
    broken: "ip -n ns0 route del default",
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-route", at: "ns0", text: /no route leads to 8\.8\.8\.8/, fix: 0 },
  },
  {
    what: "ip_forward off",
    broken: "sysctl -q -w net.ipv4.ip_forward=0",
    ...{ from: "ns0", to: "8.8.8.8", reason: "forwarding-off", at: "host", text: /net\.ipv4\.ip_forward is 0/, fix: 0 },
  },
  {
    what: "no masquerade",
    broken: "iptables -t nat -F POSTROUTING",
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-way-back", at: "wan", fix: 0 },
  },
  {
    what: "nothing listening",
    broken: "",
    ...{
      from: "wan",
      to: "192.168.64.5:8081",
      reason: "not-listening",
      at: "host",
      text: /nothing listens on tcp 192\.168\.64\.5:8081/,
    },
  },
  {
    what: "nothing listening behind a published port",
    broken: "iptables -t nat -I PREROUTING -p tcp --dport 8090 -j DNAT --to-destination 10.0.0.2:90",
    ...{
      from: "wan",
      to: "192.168.64.5:8090",
      reason: "not-listening",
      at: "ns0",
      text: /nothing listens on tcp 10\.0\.0\.2:90/,
    },
  },
  {
    what: "the gateway's address is nobody's",
    broken: "ip addr del 10.0.0.1/24 dev br0",
    ...{
      from: "ns0",
      to: "8.8.8.8",
      reason: "gateway-unreachable",
      at: "ns0",
      text: /the gateway's address 10\.0\.0\.1/,
    },
  },
  {
    what: "the destination's address is nobody's",
    broken: "ip -n ns1 addr del 10.0.0.3/24 dev ceth1",
    ...{
      from: "ns0",
      to: "10.0.0.3",
      reason: "no-neighbour",
      at: "ns0",
      text: /nobody behind ceth0 has the address 10\.0\.0\.3/,
    },
  },
  {
    what: "a neighbour that somebody has set wrongly",
    broken: "ip -n ns0 neigh replace 10.0.0.3 lladdr 02:00:00:00:00:99 dev ceth0 nud permanent",
    ...{ from: "ns0", to: "10.0.0.3", reason: "no-neighbour", at: "ns0", text: /is 02:00:00:00:00:99/, fix: 0 },
  },
  {
    what: "a chain's policy",
    broken: "iptables -D FORWARD -i br0 -j ACCEPT",
    ...{ from: "ns0", to: "8.8.8.8", reason: "filtered", at: "host", rule: /-P FORWARD DROP/, fix: 0 },
  },
  {
    what: "a rule that drops",
    broken: "iptables -I FORWARD -s 10.0.0.2 -j DROP",
    ...{
      from: "ns0",
      to: "8.8.8.8",
      reason: "filtered",
      at: "host",
      rule: /-A FORWARD -s 10\.0\.0\.2\/32 -j DROP/,
      fix: 0,
    },
  },
  {
    what: "a rule in a chain of its own",
    broken: `
iptables -N BLOCK
iptables -A BLOCK -p tcp --dport 80 -j REJECT
iptables -I FORWARD -j BLOCK`,
    ...{
      from: "wan",
      to: "192.168.64.5:8080",
      reason: "filtered",
      at: "host",
      rule: /-A BLOCK -p tcp .*--dport 80 -j REJECT/,
      fix: 0,
    },
  },
  {
    what: "a rule that drops the answers",
    broken: "iptables -D FORWARD -o br0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
    ...{
      from: "ns0",
      to: "8.8.8.8",
      reason: "filtered",
      at: "host",
      text: /the answer to 10\.0\.0\.2 does not come back/,
      rule: /-P FORWARD DROP/,
      fix: 0,
    },
  },
  {
    what: "a rule in the destination's own INPUT",
    broken: "nsenter --net=/run/netns/ns1 iptables -A INPUT -p icmp -j DROP",
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "ns1", rule: /-A INPUT -p icmp -j DROP/, fix: 0 },
  },
  {
    what: "a rule before the routing",
    broken: "iptables -t raw -A PREROUTING -i br0 -d 8.8.8.8 -j DROP",
    ...{ from: "ns0", to: "8.8.8.8", reason: "filtered", at: "host", rule: /-t raw -A PREROUTING .*-j DROP/, fix: 0 },
  },
  {
    what: "the container's interface is down",
    broken: "ip -n ns0 link set ceth0 down",
    ...{ from: "ns0", to: "10.0.0.3", reason: "link-down", at: "ns0", text: /ceth0 is down/ },
  },
  {
    what: "the other end of a cable is down",
    broken: "ip link set veth1 down",
    ...{ from: "ns0", to: "10.0.0.3", reason: "link-down", at: "host", text: /veth1 is down/, fix: 0 },
  },
  {
    what: "the bridge is down",
    broken: "ip link set br0 down",
    ...{ from: "ns0", to: "10.0.0.3", reason: "link-down", at: "host", text: /br0 is down/, fix: 0 },
  },
  {
    what: "a port that is in no bridge",
    broken: "ip link set veth1 nomaster",
    ...{ from: "ns0", to: "10.0.0.3", reason: "no-neighbour", at: "ns0" },
  },
  {
    what: "ports that are isolated from each other",
    broken: `
bridge link set dev veth0 isolated on
bridge link set dev veth1 isolated on`,
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "host", text: /isolated from each other/, fix: 0 },
  },
  {
    what: "a reverse path filter",
    broken: `
sysctl -q -w net.ipv4.conf.br0.rp_filter=1
ip route add 10.0.0.2 dev enp0s1`,
    ...{ from: "ns0", to: "8.8.8.8", reason: "rp-filter", at: "host", text: /br0 takes no packets from 10\.0\.0\.2/ },
  },
  {
    what: "an MTU that is too small on the way",
    broken: "ip -n ns1 link set ceth1 mtu 1400",
    ...{ from: "ns0", to: "10.0.0.3", reason: "mtu", at: "ns1", text: /more than 1400 end at ceth1/, fix: 0 },
  },
  {
    what: "a route that refuses",
    broken: "ip -n ns0 route add prohibit 8.8.8.8",
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-route", at: "ns0", text: /a route refuses/, fix: 0 },
  },
  {
    what: "a rule of policy routing",
    broken: `
ip -n ns0 rule add from all to 8.8.8.0/24 lookup 100
ip -n ns0 route add blackhole default table 100`,
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-route", at: "ns0", text: /blackhole/ },
  },
  {
    what: "a destination that answers no ping",
    broken: "nsenter --net=/run/netns/ns1 sysctl -q -w net.ipv4.icmp_echo_ignore_all=1",
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "ns1", text: /answers no ping/, fix: 0 },
  },
  {
    what: "a server that listens on lo alone",
    broken: "iptables -t nat -I PREROUTING -p udp --dport 5353 -j DNAT --to-destination 10.0.0.2:54",
    ...{
      from: "wan",
      to: "192.168.64.5:5353",
      udp: true,
      reason: "not-listening",
      at: "ns0",
      text: /only on 127\.0\.0\.1/,
    },
  },
  {
    what: "no way to a container from outside",
    broken: "",
    ...{ from: "wan", to: "10.0.0.2", reason: "no-route", at: "wan" },
  },
  {
    what: "no way back from a neighbour in another network",
    broken: `
ip link set veth1 nomaster
ip addr add 10.1.0.1/24 dev veth1
ip -n ns1 addr flush dev ceth1
ip -n ns1 addr add 10.1.0.3/24 dev ceth1
iptables -I FORWARD -j ACCEPT
iptables -t nat -F POSTROUTING`,
    ...{ from: "ns0", to: "10.1.0.3", reason: "no-way-back", at: "ns1", text: /no route leads to 10\.0\.0\.2/ },
  },
];
