import type { Case } from "./explain-cases";

const IN_NS0 = "nsenter --net=/run/netns/ns0 iptables";
const SERVER = { from: "ns1", to: "10.0.0.2:80" };

const SIX = "ip6tables -I FORWARD -j ACCEPT";
const SERVER_SIX = { from: "ns1", to: "[fd00::2]:80" };

/** What leads from r1, by which ns0 asks ns1, and r2, by which ns1 answers. */
export const TWO_ROUTERS = `
ip netns add r1
ip netns add r2
nsenter --net=/run/netns/r1 sysctl -q -w net.ipv4.ip_forward=1
nsenter --net=/run/netns/r2 sysctl -q -w net.ipv4.ip_forward=1
ip -n ns0 link add to1 type veth peer name a0 netns r1
ip -n ns0 link add to2 type veth peer name a0 netns r2
ip -n ns1 link add to.1 type veth peer name b0 netns r1
ip -n ns1 link add to2 type veth peer name b0 netns r2
ip -n ns0 addr add 10.1.0.2/24 dev to1
ip -n ns0 addr add 10.2.0.2/24 dev to2
ip -n ns1 addr add 10.1.1.2/24 dev to.1
ip -n ns1 addr add 10.2.1.2/24 dev to2
ip -n r1 addr add 10.1.0.1/24 dev a0
ip -n r2 addr add 10.2.0.1/24 dev a0
ip -n r1 addr add 10.1.1.1/24 dev b0
ip -n r2 addr add 10.2.1.1/24 dev b0
ip -n ns0 link set to1 up
ip -n ns0 link set to2 up
ip -n ns1 link set to.1 up
ip -n ns1 link set to2 up
ip -n r1 link set a0 up
ip -n r1 link set b0 up
ip -n r2 link set a0 up
ip -n r2 link set b0 up
ip -n ns0 route add 10.1.1.0/24 via 10.1.0.1
ip -n ns1 route add 10.1.0.0/24 via 10.2.1.1
ip -n r2 route add 10.1.0.0/24 via 10.2.0.2`;

export const RULE_CASES: Case[] = [
  {
    what: "first packets of TCP are dropped",
    broken: `${IN_NS0} -A INPUT -p tcp --syn -j DROP`,
    ...{ ...SERVER, reason: "filtered", at: "ns0", rule: /--tcp-flags FIN,SYN,RST,ACK SYN -j DROP/, fix: 0 },
  },
  {
    what: "first packets of TCP are accepted",
    broken: `
${IN_NS0} -P INPUT DROP
${IN_NS0} -A INPUT -p tcp --syn -j ACCEPT
${IN_NS0} -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT`,
    ...SERVER,
  },
  {
    what: "a rule with a comment that a shell would take for its own",
    broken: `${IN_NS0} -A INPUT -p icmp -m comment --comment $(false)"'\`;-P -j DROP`,
    ...{ from: "ns1", to: "10.0.0.2", reason: "filtered", at: "ns0", rule: /-A INPUT -p icmp .* -j DROP/, fix: 0 },
  },
  {
    what: "a range of sources is accepted",
    broken: `
${IN_NS0} -P INPUT DROP
${IN_NS0} -A INPUT -m iprange --src-range 10.0.0.1-10.0.0.9 -j ACCEPT`,
    ...SERVER,
  },
  {
    what: "a range of sources is dropped",
    broken: `${IN_NS0} -A INPUT -m iprange --src-range 10.0.0.3-10.0.0.9 -j DROP`,
    ...{ ...SERVER, reason: "filtered", at: "ns0", rule: /--src-range 10\.0\.0\.3-10\.0\.0\.9/, fix: 0 },
  },
  {
    what: "a MAC is accepted",
    broken: `
ip -n ns1 link set ceth1 address 02:00:00:00:00:77
${IN_NS0} -P INPUT DROP
${IN_NS0} -A INPUT -m mac --mac-source 02:00:00:00:00:77 -j ACCEPT`,
    ...SERVER,
  },
  {
    what: "an answer by another router than the question",
    broken: TWO_ROUTERS,
    ...{ from: "ns0", to: "10.1.1.2" },
  },
  {
    what: "an answer by a router that has not seen the question, and accepts established ones alone",
    broken: `${TWO_ROUTERS}
nsenter --net=/run/netns/r2 iptables -P FORWARD DROP
nsenter --net=/run/netns/r2 iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    ...{ from: "ns0", to: "10.1.1.2", reason: "filtered", at: "r2", rule: /-P FORWARD DROP/, fix: 0 },
  },
  {
    what: "an answer to a question that was not tracked",
    broken: `
${IN_NS0} -P INPUT DROP
${IN_NS0} -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
${IN_NS0} -t raw -A OUTPUT -j CT --notrack`,
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "ns0", rule: /-P INPUT DROP/, fix: 0 },
  },
  {
    what: "all of a network is mapped to another",
    broken: `iptables -t nat -I OUTPUT -d 10.9.0.0/24 -j NETMAP --to 10.0.0.0/24`,
    ...{ from: "host", to: "10.9.0.3" },
  },
  {
    what: "a masquerade behind an address that another interface lends",
    broken: `
ip link set veth1 nomaster
ip -n ns1 addr flush dev ceth1
ip -n ns1 addr add 10.9.0.3/32 dev ceth1
ip -n ns1 route add 10.0.0.0/24 dev ceth1
ip -n ns1 route add 192.168.64.0/24 dev ceth1
ip route add 10.9.0.3 dev veth1
iptables -t nat -I POSTROUTING -o veth1 -j MASQUERADE`,
    ...{ from: "ns0", to: "10.9.0.3" },
  },
  {
    what: "an empty chain of nft whose policy drops",
    broken: `
nsenter --net=/run/netns/ns0 nft add table inet f
nsenter --net=/run/netns/ns0 nft add chain inet f c {type filter hook input priority 0;policy drop;}`,
    ...{
      from: "ns1",
      to: "10.0.0.2",
      reason: "filtered",
      at: "ns0",
      rule: /nft chain inet f c \{ policy drop; \}/,
      fix: 0,
    },
  },
  {
    what: "a rule that drops frames before a bridge passes them on",
    broken: `
sysctl -q -w net.bridge.bridge-nf-call-iptables=1
iptables -t raw -A PREROUTING -i br0 -d 10.0.0.3 -j DROP`,
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "host", rule: /-t raw -A PREROUTING/, fix: 0 },
  },
  {
    what: "a rule that drops frames after a bridge has passed them on",
    broken: `
sysctl -q -w net.bridge.bridge-nf-call-iptables=1
iptables -t raw -A PREROUTING -i br0 -d 10.0.0.9 -j DROP
iptables -t nat -A POSTROUTING -o br0 -d 10.0.0.9 -j MASQUERADE
iptables -t mangle -A POSTROUTING -o br0 -d 10.0.0.3 -j DROP`,
    ...{ from: "ns0", to: "10.0.0.3", reason: "filtered", at: "host", rule: /-t mangle -A POSTROUTING/, fix: 0 },
  },
  {
    what: "a bridge that itself asks iptables",
    broken: `
sysctl -q -w net.bridge.bridge-nf-call-iptables=0
ip link set br0 type bridge nf_call_iptables 1
iptables -I FORWARD -i br0 -o br0 -j DROP`,
    ...{
      from: "ns0",
      to: "10.0.0.3",
      reason: "filtered",
      at: "host",
      rule: /-i br0 -o br0/,
      text: /_iptables of br0 is 1/,
      fix: 2,
    },
  },
  {
    what: "frames that the bridge does not show iptables",
    broken: `
sysctl -q -w net.bridge.bridge-nf-call-iptables=0
iptables -I FORWARD -i br0 -o br0 -j DROP`,
    ...{ from: "ns0", to: "10.0.0.3" },
  },
  {
    what: "a policy of IPv6 that keeps neighbours from being found",
    broken: `${SIX}
nsenter --net=/run/netns/ns0 ip6tables -P INPUT DROP
nsenter --net=/run/netns/ns0 ip6tables -A INPUT -p tcp --dport 80 -j ACCEPT`,
    ...{ ...SERVER_SIX, reason: "filtered", at: "ns0", text: /who has fd00::2/, rule: /-P INPUT DROP/, fix: 0 },
  },
  {
    what: "a rule that drops what a neighbour answers",
    broken: `${SIX}
nsenter --net=/run/netns/ns1 ip6tables -A INPUT -p icmpv6 --icmpv6-type 136 -j DROP`,
    ...{ ...SERVER_SIX, reason: "filtered", at: "ns1", text: /who has fd00::2/, rule: /--icmpv6-type 136/, fix: 0 },
  },
  {
    what: "rules of IPv6 that let neighbours be found",
    broken: `${SIX}
nsenter --net=/run/netns/ns0 ip6tables -P INPUT DROP
nsenter --net=/run/netns/ns0 ip6tables -A INPUT -p icmpv6 --icmpv6-type 135 -d ff02::1:ff00:2 -j ACCEPT
nsenter --net=/run/netns/ns0 ip6tables -A INPUT -p tcp --dport 80 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
nsenter --net=/run/netns/ns1 ip6tables -A INPUT -p icmpv6 -m conntrack ! --ctstate UNTRACKED -j DROP`,
    ...SERVER_SIX,
  },
];
