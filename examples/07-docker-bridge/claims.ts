import type { Claim, Command } from "../../tests/support/claim";

const server = { in: "nginx", address: "172.18.0.2", port: 80 };
const curl = (url: string): Command["run"] => ["curl", "-sSm1", url];

/** Without it wan's packets to the container's own address would not even get to the host. */
const routeFromWan = (verb: "add" | "del"): Command => ({
  in: "wan",
  run: ["ip", "route", verb, "172.18.0.0/16", "via", "192.168.64.5"],
});

export const claims: Claim[] = [
  {
    what: "the world reaches the published port",
    in: "wan",
    run: curl("192.168.64.5:8080"),
    prints: "hello 192.168.64.1",
    server,
  },
  {
    what: "so does the host by its localhost",
    run: curl("127.0.0.1:8080"),
    prints: "hello 172.18.0.1",
    server,
  },
  {
    what: "and by its own address",
    run: curl("192.168.64.5:8080"),
    prints: "hello 172.18.0.1",
    server,
  },
  {
    what: "a container of another network",
    in: "stranger",
    run: curl("192.168.64.5:8080"),
    prints: "hello 172.18.0.1",
    server,
  },
  {
    what: "and nginx itself",
    in: "nginx",
    run: curl("192.168.64.5:8080"),
    prints: "hello 172.18.0.1",
    server,
  },
  {
    what: "its neighbour reaches it directly",
    in: "client",
    run: curl("172.18.0.2:80"),
    prints: "hello 172.18.",
    server,
  },
  {
    what: "a container of another network does not",
    in: "stranger",
    run: curl("172.18.0.2:80"),
    prints: "curl: (28)",
    server,
  },
  {
    what: "nor does who routes to it past the host's address",
    in: "wan",
    run: curl("172.18.0.2:80"),
    prints: "curl: (28)",
    server,
    given: { on: routeFromWan("add"), off: routeFromWan("del") },
  },
  {
    what: "containers reach the internet",
    in: "client",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
  },
];
