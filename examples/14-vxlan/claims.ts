import type { Claim } from "../../tests/support/claim";

/** A ping of so many bytes, with its headers, that is not to be cut. */
const ping = (family: 4 | 6, bytes: number, to: string): string[] => {
  const payload = bytes - (family === 4 ? 28 : 48);
  return ["ping", `-${family}`, "-c1", "-W2", "-M", "do", "-s", String(payload), to];
};

export const claims: Claim[] = [
  { what: "c-a reaches c-b over both hosts", in: "c-a", run: ping(4, 84, "10.0.0.2"), prints: "1 received" },
  { what: "c-b reaches c-a", in: "c-b", run: ping(4, 84, "10.0.0.1"), prints: "1 received" },
  { what: "with packets as long as the MTU", in: "c-a", run: ping(4, 1450, "10.0.0.2"), prints: "1 received" },
  { what: "and back", in: "c-b", run: ping(4, 1450, "10.0.0.1"), prints: "1 received" },
  { what: "no longer ones", in: "c-a", run: ping(4, 1451, "10.0.0.2"), prints: "message too long, mtu=1450" },
  { what: "over IPv6, too, c-a reaches c-b", in: "c-a", run: ping(6, 1450, "fd00::2"), prints: "1 received" },
  { what: "and c-b reaches c-a", in: "c-b", run: ping(6, 1450, "fd00::1"), prints: "1 received" },
  {
    what: "they are neighbours",
    in: "c-a",
    run: ["ip", "neigh", "show", "10.0.0.2"],
    prints: "dev eth0 lladdr 02:…",
  },
  {
    what: "host-a knows behind which host c-b is",
    in: "host-a",
    run: ["bridge", "fdb", "show", "dev", "vx0"],
    prints: "dst 192.0.2.2 self permanent",
  },
  {
    what: "a container does not reach the network between the hosts",
    in: "c-a",
    run: ["ping", "-c1", "-W1", "192.0.2.1"],
    prints: "Network is unreachable",
  },
];
