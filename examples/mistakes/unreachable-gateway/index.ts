import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});

// The mistake: ns0 is in 10.0.0.0/24, and 10.0.1.1 is not.
new linuxnet.Route("default0", { namespace: ns0, destination: "default", gateway: "10.0.1.1" });
