import type { Claim, Command } from "../../tests/support/claim";

const v4 = { in: "nginx", address: "10.0.0.2", port: 80 };
const v6 = { in: "nginx", address: "fd00:1::2", port: 80 };
const curl = (url: string): Command["run"] => ["curl", "-sSm1", "--globoff", url];

export const claims: Claim[] = [
  {
    what: "neighbours by IPv4",
    in: "client",
    run: curl("10.0.0.2"),
    prints: "hello 10.0.0.3",
    server: v4,
  },
  {
    what: "and by IPv6",
    in: "client",
    run: curl("[fd00:1::2]"),
    prints: "hello fd00:1::3",
    server: v6,
  },
  {
    what: "the host's addresses of either family",
    run: curl("192.168.64.5:8080"),
    prints: "hello 10.0.0.1",
    server: v4,
  },
  {
    what: "of IPv6, too",
    run: curl("[fd00:1::1]:8080"),
    prints: "hello fd00:1::1",
    server: v6,
  },
  {
    what: "from a neighbour",
    in: "client",
    run: curl("[fd00:1::1]:8080"),
    prints: "hello fd00:1::1",
    server: v6,
  },
  {
    what: "from nginx itself",
    in: "nginx",
    run: curl("[fd00:1::1]:8080"),
    prints: "hello fd00:1::1",
    server: v6,
  },
  {
    what: "what is for IPv6 alone is not for IPv4",
    run: curl("192.168.64.5:8081"),
    prints: "curl: (7)",
    server: v4,
  },
  {
    what: "but for IPv6",
    run: curl("[fd00:1::1]:8081"),
    prints: "hello fd00:1::1",
    server: v6,
  },
  {
    what: "without IPv6 in the network there is none in the container",
    in: "veteran",
    run: ["ping", "-6", "-c1", "-W1", "fd00:1::1"],
    prints: "Cannot assign requested address",
  },
];
