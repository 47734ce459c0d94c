import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"] });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});

// The mistake: ns1 is a copy of ns0, its address too.
const ns1 = new linuxnet.Namespace("ns1");
new linuxnet.VethPair("veth1", {
  master: br0,
  peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.2/24"] },
});
