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
    what: "which sees the host's address",
    in: "wan",
    run: ["tcpdump", "-n", "-c1", "-i", "eth0", "icmp"],
    during: { in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"] },
    prints: "IP 192.168.64.5 > 8.8.8.8: ICMP echo request",
  },
  {
    what: "and knows no way back to ns0's",
    in: "wan",
    run: ["ip", "route", "get", "10.0.0.2"],
    prints: "Network is unreachable",
  },
  {
    what: "a web server there sees the same",
    in: "ns0",
    run: ["curl", "-sS", "--max-time", "1", "192.168.64.1:9000"],
    prints: "hello 192.168.64.5",
    server: { in: "wan", address: "192.168.64.1", port: 9000 },
  },
];
