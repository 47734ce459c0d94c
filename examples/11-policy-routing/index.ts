import * as linuxnet from "pulumi-linuxnet";

// alice 10.1.0.2 ─┐          ┌─ 192.0.2.0/24 ──── fast ─┐
//                 ├─ router ─┤                          ├ 198.51.100.1 in both
// bob   10.2.0.2 ─┘          └─ 203.0.113.0/24 ── slow ─┘

const router = new linuxnet.Namespace("router");

/** A machine behind the router. */
function machine(name: string, network: string): void {
  const namespace = new linuxnet.Namespace(name);
  const cable = new linuxnet.VethPair(`lan-${name}`, {
    ...{ namespace: router, addresses: [`${network}.1/24`] },
    peer: { name: "eth0", namespace, addresses: [`${network}.2/24`] },
  });
  new linuxnet.Route(`default-${name}`, { namespace, destination: "default", gateway: cable });
}

/** A provider, and the router's way to it, which stands in a routing table of its own. */
function provider(name: string, network: string, table: number): linuxnet.VethPair {
  const namespace = new linuxnet.Namespace(name);
  const cable = new linuxnet.VethPair(`wan-${name}`, {
    ...{ namespace: router, addresses: [`${network}.2/24`] },
    peer: { name: "eth0", namespace, addresses: [`${network}.1/24`, "198.51.100.1/32"] },
  });
  new linuxnet.Route(`by-${name}`, { destination: "default", gateway: cable.peer, device: cable, table });
  new linuxnet.Masquerade(`out-${name}`, { namespace: router, source: "10.0.0.0/8", outInterface: cable });
  return cable;
}

machine("alice", "10.1.0");
machine("bob", "10.2.0");
provider("fast", "192.0.2", 100);
provider("slow", "203.0.113", 200);

// Between themselves first; then alice by the one, and everybody else by the other.
new linuxnet.Rule("inside", { namespace: router, priority: 10, to: "10.0.0.0/8" });
new linuxnet.Rule("alice-fast", { namespace: router, priority: 100, from: "10.1.0.0/24", table: 100 });
new linuxnet.Rule("rest-slow", { namespace: router, priority: 200, from: "10.0.0.0/8", table: 200 });
