import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

const [veth0, veth1] = [0, 1].map((index) => {
  const namespace = new linuxnet.Namespace(`ns${index}`);
  const veth = new linuxnet.VethPair(`veth${index}`, {
    master: br0,
    peer: { name: "eth0", namespace, addresses: [`10.0.0.${2 + index}/24`] },
  });
  new linuxnet.Route(`default${index}`, { namespace, destination: "default", gateway: br0 });
  return veth;
}) as [linuxnet.VethPair, linuxnet.VethPair];

new linuxnet.PortForward("web0", { hostPort: 8080, targetAddress: veth0.peer, targetPort: 80 });
// The mistake: 8080 leads to ns0 already.
new linuxnet.PortForward("web1", { hostPort: 8080, targetAddress: veth1.peer, targetPort: 80 });
