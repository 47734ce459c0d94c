import type { Claim } from "../../../../tests/support/claim";

export const claims: Claim[] = [
  {
    what: "ns0 knows no way to 8.8.8.8",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "Network is unreachable",
  },
];
