import type { Claim } from "../../tests/support/claim";

export const claims: Claim[] = [
  {
    what: "ns0 reaches ns1",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "10.0.0.4"],
    prints: "1 received",
  },
  {
    what: "ns1 reaches ns0",
    in: "ns1",
    run: ["ping", "-c1", "-W1", "10.0.0.2"],
    prints: "1 received",
  },
  {
    what: "ns0 knows ns1 as a neighbour",
    in: "ns0",
    run: ["ip", "neigh", "show", "10.0.0.4"],
    prints: "dev ceth0 lladdr 02:…",
  },
  {
    what: "ns1 knows ns0 as a neighbour",
    in: "ns1",
    run: ["ip", "neigh", "show", "10.0.0.2"],
    prints: "dev ceth1 lladdr 02:…",
  },
  {
    what: "the host reaches ns0",
    run: ["ping", "-c1", "-W1", "10.0.0.2"],
    prints: "1 received",
  },
  {
    what: "the host reaches ns1",
    run: ["ping", "-c1", "-W1", "10.0.0.4"],
    prints: "1 received",
  },
];
