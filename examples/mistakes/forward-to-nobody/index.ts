import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});
new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: br0 });

// The mistake: ns0 has 10.0.0.2. With `targetAddress: veth0.peer` this could not happen.
new linuxnet.PortForward("web", { hostPort: 8080, targetAddress: "10.0.0.20", targetNetwork: "10.0.0.0/24" });
