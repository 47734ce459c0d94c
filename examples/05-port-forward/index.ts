import * as linuxnet from "pulumi-linuxnet";

// The host's network card, and its address.
const uplink = "enp0s1";
const hostAddress = "192.168.64.5";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

function container(index: number, address: string): linuxnet.VethPair {
  const ns = new linuxnet.Namespace(`ns${index}`);
  const veth = new linuxnet.VethPair(`veth${index}`, {
    master: br0,
    peer: { name: `ceth${index}`, namespace: ns, addresses: [address] },
  });
  new linuxnet.Route(`default${index}`, { namespace: ns, destination: "default", gateway: br0 });
  return veth;
}

const veth0 = container(0, "10.0.0.2/24");
container(1, "10.0.0.4/24");

new linuxnet.Masquerade("internet", { source: "10.0.0.0/16", outInterface: uplink, inInterface: br0 });

new linuxnet.PortForward("web", { hostAddress, hostPort: 8080, targetAddress: veth0.peer });
