import type { Claim } from "../../tests/support/claim";

const ping = (name: string, address = "198.51.100.1"): Pick<Claim, "in" | "run"> => ({
  in: name,
  run: ["ping", "-c1", "-W1", address],
});
const arrivals = (provider: string): Pick<Claim, "in" | "run"> => ({
  in: provider,
  run: ["tcpdump", "-n", "-c1", "-i", "eth0", "icmp"],
});

export const claims: Claim[] = [
  { what: "alice reaches the service", ...ping("alice"), prints: "1 received" },
  { what: "bob reaches the service", ...ping("bob"), prints: "1 received" },
  {
    what: "alice comes by fast",
    ...arrivals("fast"),
    during: ping("alice"),
    prints: "IP 192.0.2.2 > 198.51.100.1: ICMP echo request",
  },
  {
    what: "bob comes by slow",
    ...arrivals("slow"),
    during: ping("bob"),
    prints: "IP 203.0.113.2 > 198.51.100.1: ICMP echo request",
  },
  { what: "alice reaches bob by neither", ...ping("alice", "10.2.0.2"), prints: "ttl=63" },
];
