import type { Case } from "./explain-cases";

/** The cases of IPv6, as far as they differ by more than the address. */
export const CASES_6: Case[] = [
  { what: "from a container to the internet", from: "ns0", to: "2001:db8::8" },
  { what: "from a container to its neighbour", from: "ns0", to: "fd00::3" },
  { what: "from a container to its gateway", from: "ns0", to: "fd00::1" },
  { what: "from outside to a published port", from: "wan", to: "[fd64::5]:8080" },
  { what: "from the host to its own published port", from: "host", to: "[fd64::5]:8080" },
  { what: "from a container to a server beside it", from: "ns1", to: "[fd00::2]:80" },
  { what: "a datagram to a server", from: "ns1", to: "[fd00::2]:53", udp: true },
  {
    what: "overlapping subnets",
    broken: `
ip link set veth0 nomaster
ip link set veth1 nomaster
ip link del br0
ip addr add fd00::1/64 dev veth0 nodad
ip addr add fd00::1/64 dev veth1 nodad`,
    ...{ from: "host", to: "fd00::3", reason: "wrong-interface", at: "host" },
    text: /fd00::\/64 is on veth0 and on veth1/,
  },
  {
    what: "no default route",
    broken: "ip -n ns0 -6 route del default",
    ...{ from: "ns0", to: "2001:db8::8", reason: "no-route", at: "ns0", fix: 0 },
    text: /no route leads to 2001:db8::8/,
  },
  {
    what: "forwarding off",
    broken: "sysctl -q -w net.ipv6.conf.all.forwarding=0",
    ...{ from: "ns0", to: "2001:db8::8", reason: "forwarding-off", at: "host", fix: 0 },
    text: /net\.ipv6\.conf\.all\.forwarding is 0/,
  },
  {
    what: "no masquerade",
    broken: "ip6tables -t nat -F POSTROUTING",
    ...{ from: "ns0", to: "2001:db8::8", reason: "no-way-back", at: "wan", fix: 0 },
  },
  {
    what: "nothing listening",
    ...{ from: "wan", to: "[fd64::5]:8081", reason: "not-listening", at: "host" },
    text: /nothing listens on tcp \[fd64::5\]:8081/,
  },
  {
    what: "nothing listening behind a published port",
    broken: "ip6tables -t nat -I PREROUTING -p tcp --dport 8090 -j DNAT --to-destination [fd00::2]:90",
    ...{ from: "wan", to: "[fd64::5]:8090", reason: "not-listening", at: "ns0" },
    text: /nothing listens on tcp \[fd00::2\]:90/,
  },
  {
    what: "a server that listens on lo alone",
    broken: "ip6tables -t nat -I PREROUTING -p udp --dport 5353 -j DNAT --to-destination [fd00::2]:54",
    ...{ from: "wan", to: "[fd64::5]:5353", udp: true, reason: "not-listening", at: "ns0", text: /only on ::1/ },
  },
  {
    what: "the gateway's address is nobody's",
    broken: "ip addr del fd00::1/64 dev br0",
    ...{ from: "ns0", to: "2001:db8::8", reason: "gateway-unreachable", at: "ns0" },
    text: /the gateway's address fd00::1/,
  },
  {
    what: "the destination's address is nobody's",
    broken: "ip -n ns1 addr del fd00::3/64 dev ceth1",
    ...{ from: "ns0", to: "fd00::3", reason: "no-neighbour", at: "ns0" },
    text: /nobody behind ceth0 has the address fd00::3/,
  },
  {
    what: "a neighbour that somebody has set wrongly",
    broken: "ip -n ns0 neigh replace fd00::3 lladdr 02:00:00:00:00:99 dev ceth0 nud permanent",
    ...{ from: "ns0", to: "fd00::3", reason: "no-neighbour", at: "ns0", text: /is 02:00:00:00:00:99/, fix: 0 },
  },
  {
    what: "a chain's policy",
    broken: "ip6tables -D FORWARD -i br0 -j ACCEPT",
    ...{ from: "ns0", to: "2001:db8::8", reason: "filtered", at: "host", rule: /ip6tables -P FORWARD DROP/, fix: 0 },
  },
  {
    what: "a rule that drops",
    broken: "ip6tables -I FORWARD -s fd00::2 -j DROP",
    ...{ from: "ns0", to: "2001:db8::8", reason: "filtered", at: "host", fix: 0 },
    rule: /ip6tables -A FORWARD -s fd00::2\/128 -j DROP/,
  },
  {
    what: "a rule that drops the answers",
    broken: "ip6tables -D FORWARD -o br0 -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT",
    ...{ from: "ns0", to: "2001:db8::8", reason: "filtered", at: "host", rule: /-P FORWARD DROP/, fix: 0 },
    text: /the answer to fd00::2 does not come back/,
  },
  {
    what: "a rule of the other family",
    broken: "iptables -I FORWARD -j DROP",
    ...{ from: "ns0", to: "2001:db8::8" },
  },
  {
    what: "the other end of a cable is down",
    broken: "ip link set veth1 down",
    ...{ from: "ns0", to: "fd00::3", reason: "link-down", at: "host", text: /veth1 is down/, fix: 0 },
  },
  {
    what: "an MTU that is too small on the way",
    broken: "ip -n ns1 link set ceth1 mtu 1400",
    ...{ from: "ns0", to: "fd00::3", reason: "mtu", at: "ns1", text: /more than 1400 end at ceth1/, fix: 0 },
  },
  {
    what: "a route that refuses",
    broken: "ip -n ns0 -6 route add prohibit 2001:db8::8/128",
    ...{ from: "ns0", to: "2001:db8::8", reason: "no-route", at: "ns0", text: /a route refuses/, fix: 0 },
  },
  {
    what: "a destination that answers no ping",
    broken: "nsenter --net=/run/netns/ns1 sysctl -q -w net.ipv6.icmp.echo_ignore_all=1",
    ...{ from: "ns0", to: "fd00::3", reason: "filtered", at: "ns1", text: /answers no ping/, fix: 0 },
  },
  {
    what: "no way back from a neighbour in another network",
    broken: `
ip link set veth1 nomaster
ip addr add fd01::1/64 dev veth1 nodad
ip -n ns1 -6 addr flush dev ceth1 scope global
ip -n ns1 -6 route flush default
ip -n ns1 addr add fd01::3/64 dev ceth1 nodad
ip6tables -I FORWARD -j ACCEPT
ip6tables -t nat -F POSTROUTING`,
    ...{ from: "ns0", to: "fd01::3", reason: "no-way-back", at: "ns1", text: /no route leads to fd00::2/ },
  },
];
