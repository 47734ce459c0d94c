import * as linuxnet from "pulumi-linuxnet";

const ns0 = new linuxnet.Namespace("ns0");

// A cable: veth0 stays on the host, ceth0 goes into ns0.
new linuxnet.VethPair("veth0", {
  addresses: ["10.0.0.1/24"],
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});
