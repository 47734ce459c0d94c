import type { Case } from "./explain-cases";
import { TWO_ROUTERS } from "./explain-rule-cases";

/** ns1 asks ns0 with a source to which ns0 has no route. */
const STRANGE_SOURCE = `
ip -n ns0 addr add 172.16.0.1/24 dev ceth0
ip -n ns1 addr add 172.16.0.3/24 dev ceth1
ip -n ns1 addr add 9.9.9.9/32 dev lo
ip -n ns1 route add 172.16.0.1 dev ceth1 src 9.9.9.9
ip -n ns0 route del default`;
const IN_NS0 = "nsenter --net=/run/netns/ns0";

export const ROUTE_CASES: Case[] = [
  {
    what: "a reverse path filter, and a rule that leads answers of that address back",
    broken: `${STRANGE_SOURCE}
ip -n ns0 rule add priority 100 from 172.16.0.1 lookup 100
ip -n ns0 route add default dev ceth0 table 100
${IN_NS0} sysctl -q -w net.ipv4.conf.ceth0.rp_filter=1`,
    ...{ from: "ns1", to: "172.16.0.1" },
  },
  {
    what: "a reverse path filter of all interfaces",
    broken: `${STRANGE_SOURCE}
${IN_NS0} sysctl -q -w net.ipv4.conf.all.rp_filter=1`,
    ...{ from: "ns1", to: "172.16.0.1", reason: "rp-filter", at: "ns0", text: /no route leads back/, fix: 0 },
  },
  {
    what: "a reverse path filter of an interface with a dot in its name",
    broken: `${TWO_ROUTERS}
nsenter --net=/run/netns/ns1 sysctl -q -w net.ipv4.conf.to/1.rp_filter=1`,
    ...{ from: "ns0", to: "10.1.1.2", reason: "rp-filter", at: "ns1", text: /to\.1 takes no packets/, fix: 0 },
  },
  {
    what: "a route of a table that refuses",
    broken: `
ip -n ns0 rule add priority 100 to 8.8.8.0/24 lookup 100
ip -n ns0 route add blackhole default table 100`,
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-route", at: "ns0", text: /blackhole/, fix: 0 },
  },
  {
    what: "a rule of policy routing that refuses",
    broken: "ip -n ns0 rule add priority 100 to 8.8.8.8 unreachable",
    ...{ from: "ns0", to: "8.8.8.8", reason: "no-route", at: "ns0", text: /rule 100: unreachable/, fix: 0 },
  },
  {
    what: "a route of IPv6 that refuses",
    broken: `
ip6tables -I FORWARD -j ACCEPT
ip -n ns0 -6 route add unreachable fd00::3`,
    ...{ from: "ns0", to: "fd00::3", reason: "no-route", at: "ns0", text: /unreachable/, fix: 0 },
  },
];
