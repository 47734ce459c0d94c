import type { Claim, Command } from "../../tests/support/claim";

const pingFromNs1: Command = { in: "ns1", run: ["ping", "-c1", "-W1", "10.0.0.3"] };

export const claims: Claim[] = [
  {
    what: "ns0 reaches the host",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "10.0.0.1"],
    prints: "1 received",
  },
  {
    what: "ns1 does not",
    ...pingFromNs1,
    prints: "0 received, 100% packet loss",
  },
  {
    what: "though its packets arrive",
    run: ["tcpdump", "-n", "-c1", "-i", "veth1", "icmp"],
    during: pingFromNs1,
    prints: "IP 10.0.0.4 > 10.0.0.3: ICMP echo request",
  },
  {
    what: "the answers leave by ns0's cable",
    run: ["ip", "route", "get", "10.0.0.4"],
    prints: "10.0.0.4 dev veth0 src 10.0.0.1",
  },
];
