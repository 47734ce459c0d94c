import * as linuxnet from "pulumi-linuxnet";

const [br0] = [0, 1].map((index) => {
  const bridge = new linuxnet.Bridge(`br${index}`, { addresses: [`10.0.${index}.1/24`] });
  const namespace = new linuxnet.Namespace(`ns${index}`);
  new linuxnet.VethPair(`veth${index}`, {
    master: bridge,
    peer: { name: "eth0", namespace, addresses: [`10.0.${index}.2/24`] },
  });
  new linuxnet.Route(`default${index}`, { namespace, destination: "default", gateway: bridge });
  return bridge;
});

// The mistake: what ns1 sends leaves the host with its private source, 10.0.1.2, to which nobody out there has a route.
new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: br0 });
