import * as linuxnet from "pulumi-linuxnet";

// alice ─── br0 in switch0 ─── router ─── br1 in switch1 ─── bob
//    10.1.0.0/24                              10.2.0.0/24

const router = new linuxnet.Namespace("router", { sysctls: { "net.ipv4.ip_forward": "1" } });

/** A switch in a namespace of its own, plugged into the router by an interface with this address. */
function network(index: number, gateway: string): linuxnet.Bridge {
  const namespace = new linuxnet.Namespace(`switch${index}`);
  const bridge = new linuxnet.Bridge(`br${index}`, { namespace });
  new linuxnet.VethPair(`uplink${index}`, {
    master: bridge,
    peer: { name: `eth${index}`, namespace: router, addresses: [gateway] },
  });
  return bridge;
}

/** A machine: a namespace whose one interface is plugged into the switch. */
function machine(name: string, bridge: linuxnet.Bridge, address: string, gateway: string): void {
  const namespace = new linuxnet.Namespace(name);
  new linuxnet.VethPair(`port-${name}`, {
    master: bridge,
    peer: { name: "eth0", namespace, addresses: [address] },
  });
  new linuxnet.Route(`default-${name}`, { namespace, destination: "default", gateway });
}

machine("alice", network(0, "10.1.0.1/24"), "10.1.0.2/24", "10.1.0.1");
machine("bob", network(1, "10.2.0.1/24"), "10.2.0.2/24", "10.2.0.1");
