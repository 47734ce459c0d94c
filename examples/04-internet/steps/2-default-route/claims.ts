import type { Claim, Command } from "../../../../tests/support/claim";

const pingFromNs0: Command = { in: "ns0", run: ["ping", "-c1", "-W1", "8.8.8.8"] };

export const claims: Claim[] = [
  {
    what: "ns0's packets are lost",
    ...pingFromNs0,
    prints: "0 received, 100% packet loss",
  },
  {
    what: "they arrive at the bridge",
    run: ["tcpdump", "-n", "-c1", "-i", "br0", "icmp"],
    during: pingFromNs0,
    prints: "IP 10.0.0.2 > 8.8.8.8: ICMP echo request",
  },
  {
    what: "but do not leave the host",
    run: ["tcpdump", "-n", "-i", "enp0s1", "icmp"],
    during: pingFromNs0,
    prints: "0 packets captured",
  },
];
