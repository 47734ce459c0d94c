import type { Claim } from "../../tests/support/claim";

const first = { in: "pods-p1", address: "10.0.1.1", port: 80 };
const last = { in: "pods-p50", address: "10.0.1.50", port: 80 };

export const claims: Claim[] = [
  {
    what: "wan reaches the first by its port of the host",
    in: "wan",
    run: ["curl", "-sSm1", "192.168.64.5:9001"],
    prints: "hello 192.168.64.1",
    server: first,
  },
  {
    what: "and the last by its own",
    in: "wan",
    run: ["curl", "-sSm1", "192.168.64.5:9050"],
    prints: "hello 192.168.64.1",
    server: last,
  },
  {
    what: "the first reaches the last directly",
    in: "pods-p1",
    run: ["curl", "-sSm1", "10.0.1.50"],
    prints: "hello 10.0.1.1",
    server: last,
  },
  {
    what: "and finds it by name",
    run: ["ip", "netns", "exec", "pods-p1", "getent", "hosts", "pods-p50"],
    prints: "10.0.1.50       pods-p50",
  },
  {
    what: "no other way leads in",
    in: "wan",
    run: ["sh", "-c", "ip route add 10.0.0.0/16 via 192.168.64.5; curl -sSm1 10.0.1.1 || ip route del 10.0.0.0/16"],
    prints: "timed out",
    server: first,
  },
];
