import type { Claim, Command } from "../../tests/support/claim";
import { claims as internet } from "../04-internet/claims";

const server = { in: "ns0", address: "10.0.0.2", port: 8080 };
const curl = (url: string): Command["run"] => ["curl", "-sSm1", url];

/** Before the forward exists, and after. */
export const refused: Claim[] = [
  {
    what: "port 8080 is shut",
    run: curl("192.168.64.5:8080"),
    prints: "curl: (7)",
  },
];

/** Without it wan's packets to 10.0.0.2 would not even get to the host. */
const routeFromWan = (verb: "add" | "del"): Command => ({
  in: "wan",
  run: ["ip", "route", verb, "10.0.0.0/16", "via", "192.168.64.5"],
});
const given = { on: routeFromWan("add"), off: routeFromWan("del") };

export const claims: Claim[] = [
  ...internet,
  {
    what: "the host reaches the server",
    run: curl("10.0.0.2:8080"),
    prints: "hello 10.0.0.1",
    server,
  },
  {
    what: "by its own address (OUTPUT)",
    run: curl("192.168.64.5:8080"),
    prints: "hello 10.0.0.1",
    server,
  },
  {
    what: "from outside (PREROUTING)",
    in: "wan",
    run: curl("192.168.64.5:8080"),
    prints: "hello 192.168.64.1",
    server,
  },
  {
    what: "from ns1, its neighbour",
    in: "ns1",
    run: curl("192.168.64.5:8080"),
    prints: "hello 10.0.0.1",
    server,
  },
  {
    what: "from ns0 itself",
    in: "ns0",
    run: curl("192.168.64.5:8080"),
    prints: "hello 10.0.0.1",
    server,
  },
  {
    what: "by this translation",
    run: ["iptables", "-t", "nat", "-S"],
    prints: "--dport 8080 -j DNAT --to-destination 10.0.0.2:8080",
  },
  {
    what: "other ports are shut",
    in: "wan",
    run: curl("192.168.64.5:8081"),
    prints: "curl: (7)",
    server: { ...server, port: 8081 },
  },
  {
    what: "wan cannot go past the host",
    in: "wan",
    run: curl("10.0.0.2:8080"),
    prints: "curl: (28)",
    server,
    given,
    policy: "DROP",
  },
  {
    what: "nor to any other port of ns0",
    in: "wan",
    run: curl("10.0.0.2:8081"),
    prints: "curl: (28)",
    server: { ...server, port: 8081 },
    given,
    policy: "DROP",
  },
  {
    what: "while answers to ns0 pass",
    in: "ns0",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
    given,
  },
];
