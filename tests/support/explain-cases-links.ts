import type { Case } from "./explain-cases";

/** Of links, bridges and routes beyond what the article has. */
export const LINK_CASES: Case[] = [
  {
    what: "an answer that takes a way past the translation",
    broken: "sysctl -q -w net.bridge.bridge-nf-call-iptables=0",
    ...{ from: "ns1", to: "192.168.64.5:8080", reason: "no-way-back", at: "ns1", text: /10\.0\.0\.2:80/, fix: 0 },
  },
  {
    what: "a neighbour's published port, where the bridge asks iptables",
    broken: "sysctl -q -w net.bridge.bridge-nf-call-iptables=1",
    ...{ from: "ns1", to: "192.168.64.5:8080" },
  },
  {
    what: "its own address, with lo down",
    broken: "ip -n ns0 link set lo down",
    ...{ from: "ns0", to: "10.0.0.2", reason: "link-down", at: "ns0", text: /lo is down/, fix: 0 },
  },
  {
    what: "nobody, on a bridge with a port that is down",
    broken: `
ip link add veth2 type veth peer name other2
ip link set veth2 master br0`,
    ...{ from: "host", to: "10.0.0.77", reason: "no-neighbour", at: "host" },
  },
  {
    what: "who is behind a port that is down",
    broken: "ip link set veth0 down",
    ...{ from: "ns1", to: "10.0.0.2", reason: "link-down", at: "host", text: /veth0 is down/, fix: 0 },
  },
  {
    what: "who is behind a port that its bridge keeps shut",
    broken: "bridge link set dev veth0 state 0",
    ...{ from: "ns1", to: "10.0.0.2", reason: "link-down", at: "host", text: /veth0 is disabled/, fix: 0 },
  },
  {
    what: "an address on a bridge's port",
    broken: `
ip addr del 10.0.0.1/24 dev br0
ip addr add 10.0.0.1/24 dev veth0`,
    ...{ from: "host", to: "10.0.0.2", reason: "no-neighbour", at: "host", text: /a port of br0/, fix: 0 },
  },
  {
    what: "by a route with several next hops",
    broken: `
ip addr add 10.0.0.9/24 dev br0
ip -n ns0 route replace default nexthop via 10.0.0.1 nexthop via 10.0.0.9`,
    ...{ from: "ns0", to: "8.8.8.8" },
  },
  {
    what: "by a rule for what has not a mark",
    broken: `
ip -n ns0 rule add not fwmark 0x1 lookup 100 priority 50
ip -n ns0 route add default via 10.0.0.1 table 100
ip -n ns0 route del default`,
    ...{ from: "ns0", to: "8.8.8.8" },
  },
  {
    what: "past a rule for another protocol",
    broken: "ip -n ns0 rule add ipproto tcp dport 443 unreachable priority 50",
    ...{ from: "ns0", to: "8.8.8.8" },
  },
  {
    what: "a rule that refuses",
    broken: "ip -n ns0 rule add ipproto tcp dport 80-90 prohibit priority 50",
    ...{ from: "ns0", to: "10.0.0.1:80", reason: "no-route", at: "ns0", text: /rule 50: prohibit/ },
  },
  {
    what: "past the rules that another leaps over",
    broken: `
ip -n ns0 rule add goto 32766 priority 50
ip -n ns0 rule add unreachable priority 60`,
    ...{ from: "ns0", to: "8.8.8.8" },
  },
  {
    what: "through a bridge that takes less itself",
    broken: "ip link set br0 mtu 1400",
    ...{ from: "ns1", to: "10.0.0.2:80" },
  },
  {
    what: "by TCP to an end that takes less",
    broken: "ip -n ns0 link set ceth0 mtu 1400",
    ...{ from: "ns1", to: "10.0.0.2:80" },
  },
  {
    what: "an address that a route makes one's own",
    broken: `
ip -n ns0 route add local 10.50.0.0/24 dev lo
ip route add 10.50.0.0/24 via 10.0.0.2`,
    ...{ from: "host", to: "10.50.0.7" },
  },
];
