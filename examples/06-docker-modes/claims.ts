import type { Claim, Command } from "../../tests/support/claim";

const server = { in: "nginx", address: "172.17.0.2", port: 80 };
const curl = (url: string): Command["run"] => ["curl", "-sSm1", url];

export const claims: Claim[] = [
  {
    what: "none: there is lo",
    in: "none",
    run: ["ip", "-brief", "address"],
    prints: "lo               UNKNOWN        127.0.0.1/8",
  },
  {
    what: "none: no way anywhere",
    in: "none",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "Network is unreachable",
  },
  {
    what: "host: the host's own card",
    run: ["ip", "-brief", "-4", "address", "show", "enp0s1"],
    prints: "192.168.64.5/24",
  },
  {
    what: "host: no namespace of its own",
    run: ["sh", "-c", "ls /run/netns | grep -v wan | sort | xargs"],
    prints: "nginx none",
  },
  {
    what: "bridge: nginx reaches the internet",
    in: "nginx",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
  },
  {
    what: "bridge: the world reaches nginx",
    in: "wan",
    run: curl("192.168.64.5:8080"),
    prints: "hello 192.168.64.1",
    server,
  },
  {
    what: "bridge: so does the host's localhost",
    run: curl("127.0.0.1:8080"),
    prints: "hello 172.17.0.1",
    server,
  },
];
