import type { Claim } from "../../tests/support/claim";

export const claims: Claim[] = [
  {
    what: "the host reaches ns0",
    run: ["ping", "-c1", "-W1", "10.0.0.2"],
    prints: "1 received",
  },
  {
    what: "ns0 reaches the host",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "10.0.0.1"],
    prints: "1 received",
  },
  {
    what: "ns0 reaches nothing else",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "Network is unreachable",
  },
];
