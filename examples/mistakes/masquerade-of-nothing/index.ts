import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.1.0.1/24"] });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.1.0.2/24"] },
});

// The mistake: br0 was moved to 10.1.0.0/24, and this was not.
new linuxnet.Masquerade("internet", { source: "10.0.0.0/24", outInterface: "enp0s1", inInterface: br0 });
