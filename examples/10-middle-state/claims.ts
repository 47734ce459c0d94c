import type { Claim, Command } from "../../tests/support/claim";

const pingFromNs0: Command = { in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"] };

export const claims: Claim[] = [
  {
    what: "the host forwards",
    run: ["sysctl", "net.ipv4.ip_forward"],
    prints: "ip_forward = 1",
  },
  {
    what: "from the bridge to enp0s1",
    run: ["iptables", "-S"],
    prints: "-i br0 -o enp0s1 -j ACCEPT",
  },
  {
    what: "and the answers to it",
    run: ["iptables", "-S"],
    prints: "-i enp0s1 -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
  },
  {
    what: "yet ns0's packets are lost",
    ...pingFromNs0,
    prints: "0 received, 100% packet loss",
  },
  {
    what: "they leave the host with a private source",
    run: ["tcpdump", "-n", "-c1", "-i", "enp0s1", "icmp"],
    during: pingFromNs0,
    prints: "IP 10.0.0.2 > 8.8.8.8: ICMP echo request",
  },
  {
    what: "and arrive",
    in: "wan",
    run: ["tcpdump", "-n", "-c1", "-i", "eth0", "icmp"],
    during: pingFromNs0,
    prints: "IP 10.0.0.2 > 8.8.8.8: ICMP echo request",
  },
  {
    what: "where nobody knows a way back",
    in: "wan",
    run: ["ip", "route", "get", "10.0.0.2"],
    prints: "unreachable",
  },
  {
    what: "with a way back the answers come",
    ...pingFromNs0,
    prints: "1 received",
    given: {
      on: { in: "wan", run: ["ip", "route", "add", "10.0.0.0/24", "via", "192.168.64.5"] },
      off: { in: "wan", run: ["ip", "route", "del", "10.0.0.0/24", "via", "192.168.64.5"] },
    },
  },
];
