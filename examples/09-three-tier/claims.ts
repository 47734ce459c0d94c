import type { Claim, Command } from "../../tests/support/claim";

const curl = (url: string): Command["run"] => ["curl", "-sSm1", url];
const web = { in: "web", address: "10.1.0.2", port: 8080 };
const app = { in: "app", address: "10.2.0.3", port: 9000 };
const db = { in: "db", address: "10.3.0.4", port: 5432 };

/** The way that wan's packets would have to take past the host's own address. */
const routeFromWan = (verb: "add" | "del"): Command => ({
  in: "wan",
  run: ["ip", "route", verb, "10.0.0.0/8", "via", "192.168.64.5"],
});
const given = { on: routeFromWan("add"), off: routeFromWan("del") };

export const claims: Claim[] = [
  {
    what: "the world reaches web",
    in: "wan",
    run: curl("192.168.64.5:80"),
    prints: "hello 192.168.64.1",
    server: web,
  },
  {
    what: "web reaches app",
    in: "web",
    run: curl("10.2.0.3:9000"),
    prints: "hello 10.2.0.2",
    server: app,
  },
  {
    what: "app reaches db",
    in: "app",
    run: curl("10.3.0.4:5432"),
    prints: "hello 10.3.0.3",
    server: db,
  },
  {
    what: "web does not reach db",
    in: "web",
    run: curl("10.3.0.4:5432"),
    prints: "curl: (28)",
    server: db,
  },
  {
    what: "the world does not reach app",
    in: "wan",
    run: curl("10.2.0.3:9000"),
    prints: "curl: (28)",
    server: app,
    given,
  },
  {
    what: "nor db",
    in: "wan",
    run: curl("10.3.0.4:5432"),
    prints: "curl: (28)",
    server: db,
    given,
  },
  {
    what: "web reaches the internet",
    in: "web",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "1 received",
  },
  {
    what: "app has no way out",
    in: "app",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "Network is unreachable",
  },
  {
    what: "nor has db",
    in: "db",
    run: ["ping", "-c1", "-W1", "8.8.8.8"],
    prints: "Network is unreachable",
  },
];
