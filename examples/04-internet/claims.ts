import type { Claim } from "../../tests/support/claim";
import { claims as bridge } from "../03-bridge/claims";

export const claims: Claim[] = [
  ...bridge,
  {
    what: "ns0 reaches the internet",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
  },
  {
    what: "ns1 reaches the internet",
    in: "ns1",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
  },
  {
    what: "it sees the host's address",
    in: "wan",
    run: ["tcpdump", "-n", "-c1", "-i", "eth0", "icmp"],
    during: { in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"] },
    prints: "IP 192.168.64.5 > 8.8.8.8: ICMP echo request",
  },
  {
    what: "it knows no way to 10.0.0.2",
    in: "wan",
    run: ["ip", "route", "get", "10.0.0.2"],
    prints: "unreachable",
  },
  {
    what: "its web server sees the same",
    in: "ns0",
    run: ["curl", "-sSm1", "192.168.64.1:9000"],
    prints: "hello 192.168.64.5",
    server: { in: "wan", address: "192.168.64.1", port: 9000 },
  },
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
    what: "and stands in as their source",
    run: ["iptables", "-t", "nat", "-S"],
    prints: "-o enp0s1 -j MASQUERADE",
  },
];
