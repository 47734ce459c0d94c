import * as linuxnet from "pulumi-linuxnet";

const br0 = new linuxnet.Bridge("br0", { addresses: ["10.0.0.1/24"], mtu: 9000 });

const ns0 = new linuxnet.Namespace("ns0");
new linuxnet.VethPair("veth0", {
  master: br0,
  mtu: 9000,
  // The mistake: the bridge and the cable's other end send packets of 9000 bytes, and this end takes none above 1500.
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});
