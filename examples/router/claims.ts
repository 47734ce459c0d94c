import type { Claim } from "../../tests/support/claim";

export const claims: Claim[] = [
  {
    what: "alice reaches bob, one router away",
    in: "alice",
    run: ["ping", "-c1", "-W1", "10.2.0.2"],
    prints: "ttl=63",
  },
  {
    what: "bob sees alice's own address",
    in: "bob",
    run: ["tcpdump", "-n", "-c1", "-i", "eth0", "icmp"],
    during: { in: "alice", run: ["ping", "-c1", "-W1", "10.2.0.2"] },
    prints: "IP 10.1.0.2 > 10.2.0.2: ICMP echo request",
  },
  {
    what: "bob reaches alice",
    in: "bob",
    run: ["ping", "-c1", "-W1", "10.1.0.2"],
    prints: "ttl=63",
  },
  {
    what: "alice's only neighbour is the router",
    in: "alice",
    run: ["ip", "-4", "neigh"],
    prints: "10.1.0.1 dev eth0 lladdr 02:…",
  },
  {
    what: "the host has no part in it",
    run: ["ip", "route", "get", "10.1.0.2"],
    prints: "10.1.0.2 via 192.168.64.1 dev enp0s1",
  },
];
