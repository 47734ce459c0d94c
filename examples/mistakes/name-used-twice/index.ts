import * as linuxnet from "pulumi-linuxnet";

const left = new linuxnet.Bridge("left", { addresses: ["10.0.0.1/24"] });
const right = new linuxnet.Bridge("right", { addresses: ["10.0.1.1/24"] });
const ns0 = new linuxnet.Namespace("ns0");

new linuxnet.VethPair("veth0", {
  master: left,
  peer: { name: "eth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});
// The mistake: ns0 has an eth0 already.
new linuxnet.VethPair("veth1", {
  master: right,
  peer: { name: "eth0", namespace: ns0, addresses: ["10.0.1.2/24"] },
});
