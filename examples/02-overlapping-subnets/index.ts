import * as linuxnet from "pulumi-linuxnet";

const ns0 = new linuxnet.Namespace("ns0");
const veth0 = new linuxnet.VethPair("veth0", {
  addresses: ["10.0.0.1/24"],
  peer: { name: "ceth0", namespace: ns0, addresses: ["10.0.0.2/24"] },
});

// The mistake: veth1 is in the subnet of veth0. The host then has two routes to 10.0.0.0/24 and takes the older one, so
// its answers to ns1 leave by veth0. `dependsOn` makes sure that veth0's is the older one.
const ns1 = new linuxnet.Namespace("ns1");
new linuxnet.VethPair(
  "veth1",
  { addresses: ["10.0.0.3/24"], peer: { name: "ceth1", namespace: ns1, addresses: ["10.0.0.4/24"] } },
  { dependsOn: veth0 },
);
